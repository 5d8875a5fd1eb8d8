package io.github.dynamosessions.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dynamosessions.DynamoSessionDataStore.Health.Status;
import io.github.dynamosessions.DynamoSessionIdManager;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.plugin.PluginAlreadyRegisteredException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.session.AbstractSessionCache;
import org.eclipse.jetty.session.DefaultSessionCache;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.eclipse.jetty.session.SessionIdManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PluginSetupTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final DynamoSessionOptions.Builder builder = DynamoSessionOptions.builder()
            .client(dynamoDb.client())
            .tableName(dynamoDb.newTableName())
            .autoCreateTable(true);
    private final AtomicReference<ServletContextHandler> context = new AtomicReference<>();
    private final Browser browser = new Browser();

    @Test
    void withoutAnyMoreSettingsSessionsEndAfterThirtyIdleMinutesAndStayInNoCache() throws Exception {
        try (TestNode node = new TestNode(builder.build(), seeContext())) {
            assertThat(browser.get(node, "/timeout")).isEqualTo("1800");
            assertThat(((AbstractSessionCache) sessions().getSessionCache()).isFlushOnResponseCommit())
                    .isTrue();
            browser.post(node, "/set/a/1");
            assertThat(sessions().getSessionCache().contains(browser.sessionId()))
                    .isFalse();
        }
    }

    @Test
    void aReadinessCheckIsARouteOfTheApplication() {
        DynamoSessionPlugin sessions = new DynamoSessionPlugin(builder.build());
        assertThat(sessions.health().isReady()).isFalse();
        Javalin javalin = Javalin.create(config -> {
                    config.registerPlugin(sessions);
                    config.routes.get(
                            "/ready", ctx -> ctx.status(sessions.health().isReady() ? 200 : 503));
                })
                .start("127.0.0.1", 0);
        try {
            assertThat(status(javalin.port(), "/ready")).isEqualTo(200);
            assertThat(sessions.health().reason()).isEmpty();
        } finally {
            javalin.stop();
        }
        assertThat(sessions.health().status()).isEqualTo(Status.STOPPED);
    }

    /** Javalin throws what stops it at the caller of start, with its cause. */
    @Test
    void aTableThatCannotHoldSessionsStopsJavalinWithOneLine() {
        String table = dynamoDb.newTable("id");
        assertThatThrownBy(() -> new TestNode(builder.tableName(table).build()))
                .rootCause()
                .hasMessage("hashKey is 'sessionId', but the partition key of table '" + table
                        + "' is 'id': set hashKey=id")
                .satisfies(cause -> assertThat(cause.getStackTrace()).isEmpty());
    }

    @Test
    void theIdleTimeoutOfTheOptionsIsUsed() {
        try (TestNode node =
                new TestNode(builder.maxInactiveInterval(Duration.ofSeconds(90)).build())) {
            assertThat(browser.get(node, "/timeout")).isEqualTo("90");
        }
    }

    @Test
    void anIdleTimeoutOfZeroMeansNone() {
        try (TestNode node =
                new TestNode(builder.maxInactiveInterval(Duration.ZERO).build())) {
            assertThat(browser.get(node, "/timeout")).isEqualTo("-1");
        }
    }

    @Test
    void theIdleTimeoutThatTheApplicationGaveTheSessionHandlerIsHonoured() {
        try (TestNode node = new TestNode(builder.build(), idleTimeout(600))) {
            assertThat(browser.get(node, "/timeout")).isEqualTo("600");
        }
    }

    @Test
    void twoDifferentIdleTimeoutsAreRefused() {
        builder.maxInactiveInterval(Duration.ofSeconds(90));

        assertThatThrownBy(() -> new TestNode(builder.build(), idleTimeout(600)))
                .hasStackTraceContaining(
                        "maxInactiveInterval is PT1M30S, but the SessionHandler has PT10M: set one of them");
    }

    @Test
    void aSessionHandlerThatIsSetBeforeThePluginIsRegisteredGetsTheStore() {
        SessionHandler own = new SessionHandler();
        Javalin app = Javalin.create(config -> {
            config.jetty.modifyServletContextHandler(handler -> handler.setSessionHandler(own));
            config.registerPlugin(new DynamoSessionPlugin(builder.build()));
        });
        app.start(0);
        try {
            assertThat(own.getSessionCache().getSessionDataStore().getClass().getSimpleName())
                    .isEqualTo("DynamoSessionDataStore");
        } finally {
            app.stop();
        }
    }

    @Test
    void aSessionCacheThatTheApplicationSetUpIsRefusedInsteadOfReplaced() {
        Consumer<JavalinConfig> ownCache = config -> config.jetty.modifyServletContextHandler(handler ->
                handler.getSessionHandler().setSessionCache(new DefaultSessionCache(handler.getSessionHandler())));

        assertThatThrownBy(() -> new TestNode(builder.build(), ownCache))
                .hasStackTraceContaining("DynamoSessionPlugin would replace the session cache"
                        + " org.eclipse.jetty.session.DefaultSessionCache that the SessionHandler has already");
    }

    @Test
    void aSessionIdManagerOfTheApplicationIsKept() {
        AtomicReference<DynamoSessionIdManager> own = new AtomicReference<>();
        Consumer<JavalinConfig> setUp = config -> config.jetty.modifyServer(server -> {
            own.set(new DynamoSessionIdManager(server));
            server.addBean(own.get(), true);
        });
        try (TestNode node = new TestNode(builder.build(), setUp.andThen(seeContext()))) {
            browser.post(node, "/set/a/1");

            assertThat(sessions().getSessionIdManager()).isSameAs(own.get());
        }
    }

    @Test
    void aSessionIdManagerOfJettyIsRefusedInsteadOfReplaced() {
        Consumer<JavalinConfig> jettys = config ->
                config.jetty.modifyServer(server -> server.addBean(new DefaultSessionIdManager(server), true));

        assertThatThrownBy(() -> new TestNode(builder.build(), jettys))
                .hasStackTraceContaining("the server needs the session ID manager of this library, has")
                .hasStackTraceContaining("add server.addBean(new DynamoSessionIdManager(server), true)");
    }

    @Test
    void theServerHasOneSessionIdManagerForAllContexts() {
        try (TestNode node = new TestNode(builder.build(), seeContext())) {
            assertThat(context.get().getServer().getContainedBeans(SessionIdManager.class))
                    .containsExactly(sessions().getSessionIdManager());
            assertThat(browser.get(node, "/nothing")).isEqualTo("no session used");
            assertThat(((DefaultSessionIdManager) sessions().getSessionIdManager()).isStarted())
                    .isTrue();
        }
    }

    @Test
    void optionsCanBeSetInPlace() {
        Javalin app = Javalin.create(config -> config.registerPlugin(new DynamoSessionPlugin(
                options -> options.client(dynamoDb.client()).tableName(dynamoDb.newTable("sessionId")))));
        app.start(0);
        app.stop();
    }

    @Test
    void aBadOptionFailsBeforeTheServerStarts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DynamoSessionPlugin(options -> options.touchInterval(Duration.ofHours(2))))
                .withMessage("touchInterval must be between 0s and 1h, was 2h");
    }

    @Test
    void thePluginCannotBeRegisteredTwice() {
        assertThatThrownBy(() -> Javalin.create(config -> {
                    config.registerPlugin(new DynamoSessionPlugin(builder.build()));
                    config.registerPlugin(new DynamoSessionPlugin(builder.build()));
                }))
                .isInstanceOf(PluginAlreadyRegisteredException.class);
    }

    @Test
    void sessionsBelongToTheContextPath() {
        DynamoSessionOptions options = builder.build();
        try (TestNode shop = new TestNode(options, config -> config.router.contextPath = "/shop");
                TestNode blog = new TestNode(options, config -> config.router.contextPath = "/blog")) {
            var response = browser.post(shop, "/set/a/1");

            assertThat(Browser.setCookies(response)).singleElement().asString().contains("Path=/shop");
            assertThat(browser.get(shop, "/get/a")).isEqualTo("1");
            assertThat(browser.get(blog, "/get/a")).isEqualTo("no session");
        }
    }

    /** Virtual threads where the Java that runs this has them. */
    static Stream<Boolean> threadKinds() {
        return Stream.of(false, Runtime.version().feature() >= 21).distinct();
    }

    @ParameterizedTest
    @MethodSource("threadKinds")
    void worksOnPlatformAndVirtualThreads(boolean virtual) {
        try (TestNode node = new TestNode(builder.build(), config -> config.concurrency.useVirtualThreads = virtual)) {
            browser.post(node, "/set/a/1");

            assertThat(browser.get(node, "/get/a")).isEqualTo("1");
        }
    }

    @Test
    void aServerHandlerThatTheApplicationSetsIsKeptWithinOurs() {
        try (TestNode node = new TestNode(
                builder.build(),
                config -> config.jetty.modifyServer(server -> server.setHandler(new Handler.Sequence())))) {
            browser.post(node, "/set/a/1");

            assertThat(browser.get(node, "/get/a")).isEqualTo("1");
        }
    }

    @Test
    void anApplicationThatReplacesTheHandlersAfterwardsIsTold() {
        Javalin app = Javalin.create(config -> config.registerPlugin(new DynamoSessionPlugin(builder.build())));
        app.unsafe.jetty.modifyServer(server -> server.setHandler(new Handler.Sequence()));

        assertThatThrownBy(() -> app.start(0))
                .hasStackTraceContaining("modifyServer replaced the handlers of the server");
    }

    private Consumer<JavalinConfig> seeContext() {
        return config -> config.jetty.modifyServletContextHandler(context::set);
    }

    private static Consumer<JavalinConfig> idleTimeout(int seconds) {
        return config -> config.jetty.modifyServletContextHandler(
                handler -> handler.getSessionHandler().setMaxInactiveInterval(seconds));
    }

    private SessionHandler sessions() {
        return context.get().getSessionHandler();
    }

    private static int status(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .join()
                .statusCode();
    }
}
