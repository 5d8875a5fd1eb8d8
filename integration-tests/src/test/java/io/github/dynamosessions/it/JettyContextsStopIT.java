package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.DynamoSessionOptions.OnReadFailure;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** One of two contexts of a server starts or stops while requests come to the other: its sessions have the same ids. */
class JettyContextsStopIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final JettyBrowser browser = JettyBrowser.http1();
    private JettyLogs logs;
    private JettyCluster cluster;
    private JettyContexts contexts;
    private JettyContexts.OneContext shop;
    private JettyContexts.OneContext desk;

    @BeforeEach
    void start() throws Exception {
        logs = JettyLogs.capture();
        cluster = new JettyCluster(dynamoDb);
        contexts = JettyContexts.start(cluster.options().build());
        shop = contexts.shop();
        desk = contexts.desk();
    }

    @AfterEach
    void stop() {
        contexts.close();
        cluster.close();
        logs.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rotate", "/logout"})
    void whatBothHaveToDoIsAnswered503WhileTheOtherStarts(String page) throws Exception {
        loginToBoth(contexts);
        HttpResponse<String> answer = whileDeskStarts(() -> browser.get(shop, page));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(answer)).isEmpty();
        assertThat(logs.with(browser.id())).isEmpty();
        assertThat(logs.with("the application is starting or has stopped")).isNotEmpty();
        assertThat(browser.user(shop)).isEqualTo("ann");
        assertThat(browser.user(desk)).isEqualTo("bob");
        assertThat(browser.get(shop, page).statusCode()).isEqualTo(200);
        assertThat(browser.user(desk)).isEqualTo(browser.user(shop).equals("ann") ? "bob" : "no session");
    }

    @Test
    void aSessionOfTheOtherThatStartsKeepsItsId() throws Exception {
        String id = browser.login(desk);
        HttpResponse<String> answer = whileDeskStarts(() -> browser.get(shop, "/set?name=user&value=eve"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(answer)).isEmpty();
        assertThat(browser.get(shop, "/set?name=user&value=eve").statusCode()).isEqualTo(200);
        assertThat(browser.id()).isEqualTo(id);
        assertThat(browser.user(desk)).isEqualTo("ann");
    }

    @Test
    void onRequestASessionThatCannotBeReadCountsAsNoneWhileTheOtherStarts() throws Exception {
        try (JettyContexts lenient = JettyContexts.start(cluster.options()
                .autoCreateTable(false)
                .onReadFailure(OnReadFailure.NEW_SESSION)
                .build())) {
            String id = browser.login(lenient.shop());
            cluster.proxy().on("GetItem").containing("/shop|").fail();
            HttpResponse<String> answer =
                    whileItStarts(lenient.desk(), () -> browser.get(lenient.shop(), "/set?name=user&value=eve"));
            cluster.proxy().healAll();

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(browser.id()).isNotEqualTo(id);
            assertThat(browser.user(lenient.shop())).isEqualTo("eve");
        }
    }

    @Test
    void aSessionThatAListenerOfTheOtherEndsWhenItIsToGetANewIdIsNotLogged() throws Exception {
        for (JettyContexts.OneContext context : List.of(shop, desk)) { // Jetty asks either of them first
            String id = loginToBoth(contexts);
            JettyContexts.OneContext other = context == shop ? desk : shop;
            context.page("/rotate", (request, response) -> {
                other.events().whenIdChanges(request.getSession()::invalidate);
                request.changeSessionId();
            });
            browser.twin().get(context, "/rotate");
            other.events().whenIdChanges(() -> {});

            assertThat(browser.user(context)).isEqualTo("no session");
            assertThat(logs.with(id)).isEmpty();
        }
    }

    @Test
    void aLoginThatMeetsTheStopOfTheOtherIsAnswered503() throws Exception {
        try (DynamoDbClient client = cluster.options().build().clientBuilder().build(); // which nobody closes
                JettyContexts ownClient = JettyContexts.start(DynamoSessionOptions.builder()
                        .tableName(cluster.table())
                        .client(client)
                        .build())) {
            String id = loginToBoth(ownClient);
            Fault reading = cluster.proxy().on("GetItem").containing("/desk|").hang();
            CompletableFuture<HttpResponse<String>> answer = browser.twin().getLater(ownClient.shop(), "/rotate");
            await().until(() -> reading.callsMet() == 1);
            ownClient.desk().undeploy();
            reading.heal();

            assertThat(answer).succeedsWithin(PATIENCE).returns(503, HttpResponse::statusCode);
            assertThat(JettyBrowser.setCookies(answer.join())).isEmpty();
            assertThat(logs.with(id)).isEmpty();
            ownClient.desk().deploy();
            assertThat(browser.user(ownClient.shop())).isEqualTo("ann");
            assertThat(browser.user(ownClient.desk())).isEqualTo("bob");
        }
    }

    private String loginToBoth(JettyContexts server) throws Exception {
        browser.login(server.shop());
        browser.get(server.desk(), "/set?name=user&value=bob");
        return browser.id();
    }

    private <T> T whileDeskStarts(Callable<T> work) throws Exception {
        return whileItStarts(desk, work);
    }

    private <T> T whileItStarts(JettyContexts.OneContext context, Callable<T> work) throws Exception {
        context.undeploy();
        Fault starting = cluster.proxy().on("GetItem").containing("/desk|").hang();
        CompletableFuture<Void> deploying = CompletableFuture.runAsync(() -> deploy(context));
        await().until(() -> starting.callsMet() == 1);
        T result = work.call();
        starting.heal();
        assertThat(deploying).succeedsWithin(PATIENCE);
        return result;
    }

    private static void deploy(JettyContexts.OneContext context) {
        try {
            context.deploy();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
