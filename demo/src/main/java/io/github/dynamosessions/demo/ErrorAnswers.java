package io.github.dynamosessions.demo;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every error of a node, its own and Jetty's, as {@code {"error": reason}}, and the node's name on every answer. */
final class ErrorAnswers {

    static final String NODE_HEADER = "X-Demo-Node";

    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);
    private static final long DRAINED_BYTES = 64L * 1024 * 1024;

    private final String node;

    ErrorAnswers(String node) {
        this.node = node;
    }

    void addTo(JavalinConfig config) {
        JsonErrorHandler jetty = new JsonErrorHandler(new HttpField(NODE_HEADER, node));
        config.jetty.modifyServer(server -> server.setErrorHandler(jetty));
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(jetty));
        config.http.prefer405over404 = true;
        config.routes.before(ctx -> ctx.header(NODE_HEADER, node));
        config.routes.exception(HttpResponseException.class, ErrorAnswers::refused);
        config.routes.exception(Exception.class, (e, ctx) -> {
            LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
            answer(ctx, HttpStatus.INTERNAL_SERVER_ERROR.getCode(), "internal error, see the log of " + node);
        });
    }

    private static void refused(HttpResponseException e, Context ctx) {
        String reason = e.getMessage();
        if (e.getStatus() == HttpStatus.CONTENT_TOO_LARGE.getCode()) {
            reason = "the body is larger than " + JsonBody.MAX_BYTES + " bytes";
            drain(ctx.bodyInputStream());
        }
        String allowed = e.getDetails().get("availableMethods");
        if (allowed != null) {
            ctx.header(Header.ALLOW, allowed);
        }
        answer(ctx, e.getStatus(), reason);
    }

    /** A connection that is closed on a client that still sends is an I/O error for it, and the answer is lost. */
    private static void drain(InputStream body) {
        byte[] buffer = new byte[64 * 1024];
        long drained = 0;
        try {
            int read = 0;
            while (read >= 0 && drained < DRAINED_BYTES) {
                read = body.read(buffer);
                drained += read;
            }
        } catch (IOException e) {
            LOG.debug("a body that is too large broke off", e);
        }
    }

    private static void answer(Context ctx, int status, String reason) {
        ctx.status(status).json(Map.of("error", reason));
    }
}
