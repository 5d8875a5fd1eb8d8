package io.github.dynamosessions.demo;

import java.io.IOException;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Writes the errors that Jetty itself answers as {@code {"error": reason}} instead of as a page. */
final class JsonErrorHandler extends ErrorHandler {

    private final HttpField header;

    /** @param header goes with every answer */
    JsonErrorHandler(HttpField header) {
        this.header = header;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback)
            throws IOException {
        // The text of an exception is for the log.
        String reason = message == null || cause != null && message.equals(cause.toString())
                ? HttpStatus.getMessage(code)
                : message;
        response.getHeaders().put(header);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Content.Sink.write(response, true, JsonBody.JSON.writeValueAsString(Map.of("error", reason)), callback);
    }
}
