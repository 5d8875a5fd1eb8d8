package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request that opens a WebSocket has a response like any other: its session is saved before it leaves. */
class UpgradesIT extends PageSuite {

    private static final int SWITCHING_PROTOCOLS = 101;

    /** Of plain Jetty; that of Javalin is in {@link JavalinNode}. */
    @BeforeEach
    void addPage() {
        for (PageNode each : new PageNode[] {node, other}) {
            each.page("/socket", (request, response) -> {
                request.getSession().setAttribute("opened", "1");
                JettyWebSocketServerContainer.getContainer(request.getServletContext())
                        .upgrade((upgrade, answer) -> new JettySessionlessIT.Hello(), request, response);
            });
        }
    }

    @Test
    void anUpgradeSavesTheSession() throws Exception {
        String id = browser.login(node);
        CompletableFuture<String> hello = new CompletableFuture<>();
        WebSocket socket = open(other, id, hello);
        assertThat(hello.get(20, TimeUnit.SECONDS)).isEqualTo("hello");
        assertThat(cluster.attributes(id)).containsKeys("user", "opened");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Test
    void anUpgradeWhoseSessionCannotBeSavedIsAnswered503() throws Exception {
        String id = browser.login(other);
        cluster.proxy().on("UpdateItem").fail();
        HttpResponse<?> response = refused(node, id);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
        cluster.proxy().healAll();
        assertThat(browser.user(other)).isEqualTo("ann");
        assertThat(cluster.attributes(id)).containsOnlyKeys("user");
    }

    @Test
    void anUpgradeWhoseNewSessionCannotBeSavedIsAnswered503WithoutACookie() throws Exception {
        cluster.proxy().on("PutItem").fail();
        HttpResponse<?> response = refused(node, "none");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
    }

    private static HttpResponse<?> refused(PageNode node, String id) {
        Throwable failure = catchThrowable(() -> open(node, id, new CompletableFuture<>()));
        assertThat(failure)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(WebSocketHandshakeException.class);
        HttpResponse<?> response = ((WebSocketHandshakeException) failure.getCause()).getResponse();
        assertThat(response.statusCode()).isNotEqualTo(SWITCHING_PROTOCOLS);
        return response;
    }

    private static WebSocket open(PageNode node, String id, CompletableFuture<String> text) throws Exception {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Cookie", "JSESSIONID=" + id)
                .buildAsync(
                        URI.create("ws" + node.uri("/socket").toString().substring("http".length())),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
                                text.complete(part.toString());
                                return WebSocket.Listener.super.onText(socket, part, last);
                            }
                        })
                .get(20, TimeUnit.SECONDS);
    }
}
