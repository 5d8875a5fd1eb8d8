package io.github.dynamosessions.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WebSocketSessionTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final DynamoSessionOptions options = DynamoSessionOptions.builder()
            .client(dynamoDb.client())
            .tableName(dynamoDb.newTable("sessionId"))
            .build();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    @Test
    void anUpgradeSeesTheSessionOfAnotherNodeAndLeavesItIntact() throws Exception {
        try (TestNode one = new TestNode(options);
                TestNode two = new TestNode(options)) {
            Browser browser = new Browser();
            browser.post(one, "/login");

            WebSocket socket = connect(two, browser);
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("user ada");
            socket.sendText("hello", true).join();
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("hello");
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();

            assertThat(browser.get(one, "/get/user")).isEqualTo("ada");
        }
    }

    private WebSocket connect(TestNode node, Browser browser) {
        URI http = node.uri("/ws");
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Cookie", "JSESSIONID=" + browser.sessionId())
                .buildAsync(URI.create("ws" + http.toString().substring("http".length())), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                        received.add(data.toString());
                        return WebSocket.Listener.super.onText(socket, data, last);
                    }
                })
                .join();
    }
}
