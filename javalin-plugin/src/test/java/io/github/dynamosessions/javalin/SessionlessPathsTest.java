package io.github.dynamosessions.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.local.DynamoDbLocalExtension;
import io.javalin.config.JavalinConfig;
import io.javalin.http.staticfiles.Location;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.interceptor.Context.BeforeExecution;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

class SessionlessPathsTest {

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

    /** Of machines that do much else. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicInteger calls = new AtomicInteger();
    private final DynamoDbClient client = countingClient();
    private final Browser browser = new Browser();

    @TempDir
    private Path files;

    @BeforeEach
    void makeAssets() throws Exception {
        for (int i = 0; i < 10; i++) {
            Files.writeString(files.resolve(i + ".css"), "asset " + i);
        }
    }

    @AfterEach
    void close() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/shop"})
    void tenStaticFilesCostNothingAndLeaveTheSessionAsItIs(String contextPath) {
        try (TestNode node = node(config -> config.router.contextPath = contextPath)) {
            browser.post(node, "/login");
            calls.set(0);
            for (int i = 0; i < 10; i++) {
                HttpResponse<String> file = browser.send("GET", node.uri("/assets/" + i + ".css"));
                assertThat(file.body()).isEqualTo("asset " + i);
                assertThat(Browser.setCookies(file)).isEmpty();
            }
            assertThat(calls).hasValue(0);
            assertThat(browser.get(node, "/get/user")).isEqualTo("ada");
        }
    }

    @Test
    void aHandlerForAllRequestsFindsNoSessionThere() {
        try (TestNode node = node(config -> config.routes.before(
                context -> context.header("X-User", String.valueOf(context.<Object>sessionAttribute("user")))))) {
            browser.post(node, "/login");
            assertThat(browser.send("GET", node.uri("/get/user")).headers().allValues("X-User"))
                    .containsExactly("ada");
            HttpResponse<String> file = browser.send("GET", node.uri("/assets/0.css"));
            assertThat(file.body()).isEqualTo("asset 0");
            assertThat(file.headers().allValues("X-User")).containsExactly("null");
        }
    }

    @Test
    void aRouteThatSetsAnAttributeThereFailsAndNobodyIsLoggedOut() {
        try (TestNode node = node(config -> {
            config.routes.get("/assets/visits", context -> context.sessionAttribute("visits", 1));
            config.routes.exception(IllegalStateException.class, (e, context) -> context.result(e.getMessage()));
        })) {
            browser.post(node, "/login");
            HttpResponse<String> response = browser.send("GET", node.uri("/assets/visits"));
            assertThat(response.body())
                    .startsWith("no session can be created: sessionlessPaths has '/assets/*', and the request is for"
                            + " '/assets/visits'");
            assertThat(Browser.setCookies(response)).isEmpty();
            assertThat(browser.get(node, "/get/user")).isEqualTo("ada");
        }
    }

    /** Javalin gives its WebSocket handlers the attributes of the session, and for that makes one if there is none. */
    @Test
    void aWebSocketOfJavalinCannotDoWithoutASession() {
        try (TestNode node = node(config -> config.routes.ws("/assets/ws", ws -> {}))) {
            browser.post(node, "/login");
            calls.set(0);
            assertThatThrownBy(() -> connect(node)).hasRootCauseMessage("Unexpected HTTP response status code 500");
            assertThat(calls).hasValue(0);
            assertThat(browser.get(node, "/get/user")).isEqualTo("ada");
        }
    }

    private void connect(TestNode node) {
        URI http = node.uri("/assets/ws");
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Cookie", "JSESSIONID=" + browser.sessionId())
                .buildAsync(URI.create("ws" + http.toString().substring("http".length())), new WebSocket.Listener() {})
                .join();
    }

    private TestNode node(Consumer<JavalinConfig> more) {
        DynamoSessionOptions options = DynamoSessionOptions.builder()
                .client(client)
                .tableName(dynamoDb.newTable("sessionId"))
                .sessionlessPaths("/assets/*")
                .build();
        return new TestNode(options, config -> {
            config.staticFiles.add(staticFiles -> {
                staticFiles.hostedPath = "/assets";
                staticFiles.directory = files.toString();
                staticFiles.location = Location.EXTERNAL;
            });
            more.accept(config);
        });
    }

    private DynamoDbClient countingClient() {
        DynamoDbClientBuilder builder = DynamoSessionOptions.builder()
                .region("local")
                .endpoint(dynamoDb.endpoint())
                .apiCallTimeout(PATIENCE)
                .apiCallAttemptTimeout(PATIENCE)
                .build()
                .clientBuilder();
        ExecutionInterceptor counter = new ExecutionInterceptor() {
            @Override
            public void beforeExecution(BeforeExecution context, ExecutionAttributes attributes) {
                calls.incrementAndGet();
            }
        };
        return builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                        .addExecutionInterceptor(counter)
                        .build())
                .build();
    }
}
