package io.github.dynamosessions.it;

import java.net.URI;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Server;

/** The proxy's way to DynamoDB. It runs in the threads of the proxy's server, with which it starts and stops. */
final class Upstream {

    /** Above what DynamoDB takes or gives in one call, 16 MB, also in Base64. */
    static final int MAX_BODY_BYTES = 64 << 20;

    private static final int TIMEOUT_SECONDS = 60;
    private static final int MAX_CONNECTIONS = 256;

    /** Of one connection only, or wrong once the whole body is known. */
    private static final Set<HttpHeader> NOT_PASSED_ON = EnumSet.of(
            HttpHeader.CONNECTION,
            HttpHeader.KEEP_ALIVE,
            HttpHeader.TRANSFER_ENCODING,
            HttpHeader.CONTENT_LENGTH,
            HttpHeader.EXPECT,
            HttpHeader.TE,
            HttpHeader.TRAILER,
            HttpHeader.UPGRADE);

    private final HttpClient client;
    private final URI endpoint;

    Upstream(URI endpoint, Server server) {
        this.endpoint = endpoint;
        client = new HttpClient(new HttpClientTransportOverHTTP(1));
        client.setExecutor(server.getThreadPool());
        client.setScheduler(server.getScheduler());
        client.setMaxConnectionsPerDestination(MAX_CONNECTIONS);
        client.setConnectTimeout(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
        client.setFollowRedirects(false);
        client.setUserAgentField(null);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        server.addBean(client, true);
    }

    /** Lets everything pass as it is; the client that started added what makes it act for a user. */
    void passEverything() {
        client.getProtocolHandlers().clear();
        client.getContentDecoderFactories().clear();
    }

    /** Fails if there is no complete answer within a minute. */
    CompletableFuture<Answer> execute(String method, String pathAndQuery, HttpFields headers, byte[] body) {
        Request request = client.newRequest(endpoint)
                .method(method)
                .path(pathAndQuery)
                .headers(fields -> fields.add(passedOn(headers)))
                .body(new BytesRequestContent(body))
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        return new CompletableResponseListener(request, MAX_BODY_BYTES).send().thenApply(Upstream::answer);
    }

    private static Answer answer(ContentResponse response) {
        return new Answer(response.getStatus(), passedOn(response.getHeaders()), response.getContent());
    }

    private static HttpFields passedOn(HttpFields headers) {
        HttpFields.Mutable passedOn = HttpFields.build();
        for (HttpField field : headers) {
            if (field.getHeader() == null || !NOT_PASSED_ON.contains(field.getHeader())) {
                passedOn.add(field);
            }
        }
        return passedOn;
    }
}
