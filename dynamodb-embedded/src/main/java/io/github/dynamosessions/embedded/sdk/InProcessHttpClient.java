package io.github.dynamosessions.embedded.sdk;

import io.github.dynamosessions.embedded.http.Protocol;
import io.github.dynamosessions.embedded.http.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/** An HTTP client of the AWS SDK that calls the engine on the calling thread instead of sending anything. */
public final class InProcessHttpClient implements SdkHttpClient {

    private final Protocol protocol;

    /** Makes a client of one engine. Closing it does nothing. */
    public InProcessHttpClient(Protocol protocol) {
        this.protocol = protocol;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return execute(request);
            }

            @Override
            public void abort() {
                // a call that waits for a delay ends when its thread is interrupted
            }
        };
    }

    private HttpExecuteResponse execute(HttpExecuteRequest request) throws IOException {
        SdkHttpRequest http = request.httpRequest();
        Reply reply = protocol.answer(
                http.method().name(),
                http.encodedPath(),
                name -> http.firstMatchingHeader(name).orElse(null),
                body(request));
        if (reply.lost()) {
            throw new IOException("The answer was lost: a fault of this test");
        }
        SdkHttpFullResponse.Builder response = SdkHttpFullResponse.builder().statusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        response.putHeader("Content-Length", Integer.toString(reply.body().length));
        return HttpExecuteResponse.builder()
                .response(response.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(reply.body())))
                .build();
    }

    private static byte[] body(HttpExecuteRequest request) throws IOException {
        if (request.contentStreamProvider().isEmpty()) {
            return new byte[0];
        }
        try (InputStream stream = request.contentStreamProvider().get().newStream()) {
            return stream.readAllBytes();
        }
    }

    @Override
    public void close() {
        // nothing is open
    }

    @Override
    public String clientName() {
        return "DynamoDbEmbedded";
    }
}
