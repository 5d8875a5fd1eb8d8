package io.github.dynamosessions.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Session ids that no node ever gave out: at worst 400, never 5xx, and never a call that DynamoDB rejects. */
class HostileSessionIdTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    /** Of machines that do much else. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final List<Throwable> failedCalls = new CopyOnWriteArrayList<>();
    private static DynamoDbClient client;
    private static TestNode node;

    @BeforeAll
    static void start() {
        DynamoSessionOptions local = DynamoSessionOptions.builder()
                .region("local")
                .endpoint(dynamoDb.endpoint())
                .apiCallTimeout(PATIENCE)
                .apiCallAttemptTimeout(PATIENCE)
                .build();
        var builder = local.clientBuilder();
        client = builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                        .addExecutionInterceptor(new FailureRecorder())
                        .build())
                .build();
        node = new TestNode(DynamoSessionOptions.builder()
                .client(client)
                .tableName(dynamoDb.newTable("sessionId"))
                .build());
    }

    @AfterAll
    static void stop() {
        node.close();
        client.close();
    }

    static Stream<String> ids() {
        return Stream.of(
                "",
                " ",
                "a",
                ".",
                "..",
                ".node0",
                "a.b.c.d",
                "x".repeat(2_000),
                "x".repeat(2_048),
                "x".repeat(7_000),
                "|",
                "||",
                "/|0.0.0.0|x",
                "%",
                "%00",
                "%7C",
                "%007C",
                "\t",
                "\u0001",
                "\u007f",
                "a\u0000b",
                "\"",
                "\"quoted\"",
                "a,b",
                "a b",
                "a=b",
                "'; DROP TABLE sessions; --",
                "{\"S\":\"x\"}",
                "${jndi:ldap://localhost/x}",
                "../../etc/passwd",
                "\\",
                "#0",
                ":0",
                "null",
                "Ünïcödé",
                "日本語",
                "😀",
                "\ufffd",
                "-1",
                "*");
    }

    @ParameterizedTest
    @MethodSource("ids")
    void isNoSessionAndNoFailure(String id) throws Exception {
        failedCalls.clear();

        assertThat(status("GET", "/get/user", id)).isIn(200, 400);
        assertThat(status("POST", "/set/user/eve", id)).isIn(200, 400);

        assertThat(failedCalls).isEmpty();
    }

    /** Over a bare socket: an HTTP client would not send most of these. */
    private static int status(String method, String path, String id) throws IOException {
        var uri = node.uri(path);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            String request = method + " " + uri.getPath() + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Length: 0\r\nCookie: JSESSIONID=" + id + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            String response = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(response).doesNotContain("\r\nuser");
            return Integer.parseInt(response.substring(9, 12));
        }
    }

    private static final class FailureRecorder implements ExecutionInterceptor {
        @Override
        public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
            failedCalls.add(context.exception());
        }
    }
}
