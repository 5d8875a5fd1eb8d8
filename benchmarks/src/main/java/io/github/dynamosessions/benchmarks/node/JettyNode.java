package io.github.dynamosessions.benchmarks.node;

import io.github.dynamosessions.DynamoSessionCacheFactory;
import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.DynamoSessionIdManager;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionUnavailableHandler;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.session.SessionCacheFactory;
import org.eclipse.jetty.session.SessionDataStore;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;

/** A Jetty of one servlet context with sessions, reached without a network, one request at a time. */
public final class JettyNode implements AutoCloseable {

    /** The idle timeout of its sessions. */
    public static final Duration IDLE_TIMEOUT = Duration.ofMinutes(30);

    private static final int COMPLETION_SECONDS = 60;

    private final Semaphore completed = new Semaphore(0);
    private final Server server = new Server();
    private final LocalConnector connector = new LocalConnector(server);
    private final SessionHandler sessions = new SessionHandler();

    private JettyNode(SessionPages pages, SessionDataStore store, SessionCacheFactory caches) {
        sessions.setMaxInactiveInterval((int) IDLE_TIMEOUT.toSeconds());
        SessionCache cache = caches.getSessionCache(sessions);
        cache.setSessionDataStore(store);
        sessions.setSessionCache(cache);
        ServletContextHandler context = new ServletContextHandler("/", true, false);
        context.setSessionHandler(sessions);
        context.addServlet(new ServletHolder(new PagesServlet(pages)), "/*");
        SessionUnavailableHandler guard = new SessionUnavailableHandler();
        guard.setHandler(context);
        server.setHandler(new CompletionHandler(guard));
        server.addConnector(connector);
        if (store instanceof DynamoSessionDataStore) {
            server.addBean(new DynamoSessionIdManager(server), true); // others have Jetty's own
        }
    }

    /** Starts one whose sessions are in our store. */
    public static JettyNode start(SessionPages pages, DynamoSessionOptions options) throws Exception {
        DynamoSessionDataStore store = new DynamoSessionDataStore(options);
        store.setGracePeriodSec(0);
        return start(pages, store, new DynamoSessionCacheFactory(options));
    }

    /** Starts one with any other store. */
    public static JettyNode start(SessionPages pages, SessionDataStore store, SessionCacheFactory caches)
            throws Exception {
        JettyNode node = new JettyNode(pages, store, caches);
        try {
            node.server.start();
        } catch (Exception | Error e) {
            node.close();
            throw e;
        }
        return node;
    }

    /** One turn of the scavenger. */
    public void scavenge() throws Exception {
        sessions.getSessionIdManager().getSessionHouseKeeper().scavenge();
    }

    /**
     * The response to a request, as text, once the request is complete: Jetty may save a session after the response has
     * left, and that belongs to the request.
     */
    String respond(String request) {
        try {
            String response = connector.getResponse(request);
            if (response == null || !completed.tryAcquire(COMPLETION_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no end of " + request);
            }
            return response;
        } catch (IllegalStateException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }

    /** The outermost handler: what it adds to the stream is notified last. */
    private final class CompletionHandler extends Handler.Wrapper {

        CompletionHandler(Handler handler) {
            super(handler);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            request.addHttpStreamWrapper(stream -> new HttpStream.Wrapper(stream) {
                @Override
                public void succeeded() {
                    super.succeeded();
                    completed.release();
                }

                @Override
                public void failed(Throwable reason) {
                    super.failed(reason);
                    completed.release();
                }
            });
            return super.handle(request, response, callback);
        }
    }

    private static final class PagesServlet extends HttpServlet {

        private static final long serialVersionUID = 1;

        private final transient SessionPages pages;

        PagesServlet(SessionPages pages) {
            this.pages = pages;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().write(pages.serve(request.getRequestURI(), request));
        }
    }
}
