package io.github.dynamosessions.it;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** An HTTP response, complete. */
record Answer(int status, HttpFields headers, byte[] body) {

    boolean isSuccess() {
        return status / 100 == 2;
    }

    void writeTo(Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().add(headers);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
