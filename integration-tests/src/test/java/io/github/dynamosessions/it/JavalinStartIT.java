package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.javalin.DynamoSessionPlugin;
import io.github.dynamosessions.local.DynamoDbLocalExtension;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The start of a Javalin app: as that of a plain Jetty. */
class JavalinStartIT {

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final FaultProxy proxy = FaultProxy.inFrontOf(dynamoDb.endpoint());
    private final String table = dynamoDb.newTable("sessionId");

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void anAppThatStartsWhileDynamoDbIsAwaySaysSoOnceAndServesAsSoonAsItIsBack() throws Exception {
        proxy.onAll().cutBeforeExecution();
        try (JettyLogs logs = JettyLogs.capture()) {
            Javalin app = start();
            try {
                assertThat(logs.with("table '" + table + "'"))
                        .filteredOn(line -> line.startsWith("WARN"))
                        .singleElement()
                        .asString()
                        .contains("endpoint=" + proxy.endpoint(), "serves as soon as it can")
                        .doesNotContain("\tat ");
                assertThat(get(app, "/count").statusCode()).isEqualTo(503);

                proxy.healAll();
                assertThat(get(app, "/count").body()).isEqualTo("1");
                assertThat(get(app, "/count").body()).isEqualTo("2");
            } finally {
                app.stop();
            }
        }
    }

    @Test
    void theFirstRequestMakesItsOwnCallsAndNoOther() throws Exception {
        Javalin app = start();
        try {
            assertThat(proxy.calls()).isEqualTo(Map.of("GetItem", 1));
            proxy.resetCounts();

            assertThat(get(app, "/count").body()).isEqualTo("1");
            assertThat(proxy.calls()).isEqualTo(Map.of("PutItem", 1));
        } finally {
            app.stop();
        }
    }

    private Javalin start() {
        DynamoSessionOptions options = DynamoSessionOptions.builder()
                .region("local")
                .endpoint(proxy.endpoint())
                .tableName(table)
                .apiCallTimeout(Duration.ofSeconds(20)) // of machines that do much else
                .apiCallAttemptTimeout(Duration.ofSeconds(20))
                .maxAttempts(1)
                .build();
        return Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.registerPlugin(new DynamoSessionPlugin(options));
                    config.routes.get("/count", ctx -> {
                        Integer before = ctx.sessionAttribute("count");
                        int count = before == null ? 1 : before + 1;
                        ctx.sessionAttribute("count", count);
                        ctx.result(Integer.toString(count));
                    });
                })
                .start("127.0.0.1", 0);
    }

    private HttpResponse<String> get(Javalin app, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + app.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
