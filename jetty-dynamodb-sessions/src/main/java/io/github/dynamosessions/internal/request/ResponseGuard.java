package io.github.dynamosessions.internal.request;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The way out of every response. Jetty's sessions add their own wrapper around this one later: when a response passes
 * here, its session has just been saved, or that has failed.
 */
public final class ResponseGuard extends HttpStream.Wrapper {

    private static final String RETRY_AFTER_SECONDS = "2";

    private final Request request;
    private boolean committed;
    private boolean replaced;

    public ResponseGuard(HttpStream wrapped, Request request) {
        super(wrapped);
        this.request = request;
    }

    @Override
    public void send(
            MetaData.Request metadata,
            MetaData.@Nullable Response response,
            boolean last,
            ByteBuffer content,
            Callback callback) {
        RequestFailure failure = RequestFailure.of(request);
        if (replaced) {
            callback.succeeded(); // the rest of the response that was replaced
        } else if (failure == null || response != null && HttpStatus.isInterim(response.getStatus())) {
            boolean commits = response != null && !HttpStatus.isInterim(response.getStatus());
            committed |= commits;
            super.send(metadata, commits ? withRefreshedCookie(response) : response, last, content, callback);
        } else if (committed) {
            // Too late to say anything else. What the client has must not look complete.
            callback.failed(new IOException("broken off: " + failure.message()));
        } else {
            replaced = true;
            // Or Jetty goes on with a WebSocket that the client has been refused.
            Request.unWrap(request).removeAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE);
            byte[] body = body(failure);
            super.send(metadata, answer(failure, body.length), true, ByteBuffer.wrap(body), callback);
        }
    }

    private MetaData.Response withRefreshedCookie(MetaData.Response response) {
        HttpFields fields = RetainedCookie.refreshed(response.getHttpFields(), request);
        return fields == null
                ? response
                : new MetaData.Response(
                        response.getStatus(),
                        response.getReason(),
                        response.getHttpVersion(),
                        fields,
                        response.getContentLength(),
                        response.getTrailersSupplier());
    }

    private MetaData.Response answer(RequestFailure failure, int bodyLength) {
        HttpFields.Mutable fields = HttpFields.build()
                .put(HttpHeader.CONTENT_TYPE, wantsJson() ? "application/json" : "text/plain;charset=utf-8")
                .put(HttpHeader.CACHE_CONTROL, "no-store");
        if (failure.status() == HttpStatus.SERVICE_UNAVAILABLE_503) {
            fields.put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        RetainedCookie.addTo(fields, request);
        fields.put(new HttpField(HttpHeader.CONTENT_LENGTH, Integer.toString(bodyLength)));
        HttpVersion version = request.getConnectionMetaData().getHttpVersion();
        return new MetaData.Response(failure.status(), null, version, fields, bodyLength);
    }

    private byte[] body(RequestFailure failure) {
        String body = wantsJson()
                ? "{\"status\":" + failure.status() + ",\"error\":\"" + failure.message() + "\"}"
                : failure.message() + "\n";
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private boolean wantsJson() {
        return request.getHeaders().getQualityCSV(HttpHeader.ACCEPT).stream()
                .anyMatch(type -> MimeTypes.getBaseType(type) == MimeTypes.Type.APPLICATION_JSON
                        || type.startsWith("application/json"));
    }
}
