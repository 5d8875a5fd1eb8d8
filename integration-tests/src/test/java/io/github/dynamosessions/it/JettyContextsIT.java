package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.DynamoSessionOptions.OnReadFailure;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Two contexts of one server: their sessions have the same id, and nothing else in common. */
class JettyContextsIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final JettyBrowser browser = JettyBrowser.http1();
    private JettyCluster cluster;
    private JettyContexts contexts;
    private JettyContexts.OneContext shop;
    private JettyContexts.OneContext desk;

    @BeforeEach
    void start() throws Exception {
        cluster = new JettyCluster(dynamoDb);
        contexts = JettyContexts.start(cluster.options().build());
        shop = contexts.shop();
        desk = contexts.desk();
        browser.login(shop);
        browser.get(desk, "/set?name=user&value=bob");
    }

    @AfterEach
    void stop() {
        contexts.close();
        cluster.close();
    }

    @Test
    void aLogoutInOneEndsTheOthersSessionTooAndTellsTheListenersOfBoth() throws Exception {
        String id = browser.id();
        assertThat(cluster.item("/shop", id)).isNotEmpty();
        assertThat(cluster.item("/desk", id)).isNotEmpty();
        cluster.proxy().resetCounts();
        assertThat(browser.get(shop, "/logout").statusCode()).isEqualTo(200);

        assertThat(cluster.proxy().calls()).isEqualTo(Map.of("GetItem", 3, "UpdateItem", 2));
        assertThat(shop.destroyed()).containsExactly(id);
        assertThat(desk.destroyed()).containsExactly(id);
        assertThat(cluster.item("/shop", id)).isEmpty();
        assertThat(cluster.item("/desk", id)).isEmpty();
        assertThat(browser.user(desk)).isEqualTo("no session");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/desk|", "/shop|"})
    void aLogoutThatFailsInEitherCanBeRepeated(String where) throws Exception {
        String id = browser.id();
        cluster.proxy().on(StoreUpdate.END).containing(where).fail();
        assertThat(browser.get(shop, "/logout").statusCode()).isEqualTo(503);
        assertThat(shop.destroyed()).isEmpty();
        assertThat(cluster.item("/shop", id)).isNotEmpty();
        cluster.proxy().healAll();

        assertThat(browser.get(shop, "/logout").statusCode()).isEqualTo(200);

        assertThat(cluster.item("/shop", id)).isEmpty();
        assertThat(cluster.item("/desk", id)).isEmpty();
        assertThat(shop.destroyed()).containsExactly(id);
        assertThat(desk.destroyed()).containsExactly(id);
        assertThat(browser.user(desk)).isEqualTo("no session");
    }

    @Test
    void aLogoutWhereTheOtherHasNoSessionReadsItOnce() throws Exception {
        JettyBrowser visitor = JettyBrowser.http1();
        visitor.get(shop, "/set?name=user&value=eve");
        cluster.proxy().resetCounts();
        assertThat(visitor.get(shop, "/logout").statusCode()).isEqualTo(200);

        assertThat(cluster.proxy().calls()).isEqualTo(Map.of("GetItem", 2, "UpdateItem", 1));
        assertThat(desk.destroyed()).isEmpty();
    }

    @Test
    void aNewIdInOneIsANewIdInTheOtherAndTheListenersOfBothAreTold() throws Exception {
        String old = browser.id();
        cluster.proxy().resetCounts();
        assertThat(browser.get(shop, "/rotate").statusCode()).isEqualTo(200);

        assertThat(cluster.proxy().calls()).isEqualTo(Map.of("GetItem", 2, "UpdateItem", 2));
        assertThat(browser.id()).isNotEqualTo(old);
        assertThat(shop.events().of(browser.id())).containsExactly("id was " + old);
        assertThat(desk.events().of(browser.id())).containsExactly("id was " + old);
        assertThat(browser.user(shop)).isEqualTo("ann");
        assertThat(browser.user(desk)).isEqualTo("bob");
    }

    @Test
    void aNewIdThatTheFirstDoesNotGetIsGivenToNeither() throws Exception {
        String old = browser.id();
        cluster.proxy().on("GetItem").containing("/desk|").fail();
        HttpResponse<String> unread = browser.get(shop, "/rotate");
        assertThat(unread.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(unread)).isEmpty();
        cluster.proxy().healAll();

        cluster.proxy().on(StoreUpdate.ROTATION).containing("/desk|").fail(); // the first in the order of contexts
        HttpResponse<String> unsaved = browser.get(shop, "/rotate");
        assertThat(unsaved.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(unsaved)).isEmpty();
        cluster.proxy().healAll();

        assertThat(browser.user(shop)).isEqualTo("ann");
        assertThat(browser.user(desk)).isEqualTo("bob");
        assertThat(browser.get(shop, "/rotate").statusCode()).isEqualTo(200);
        assertThat(browser.id()).isNotEqualTo(old);
        assertThat(browser.user(desk)).isEqualTo("bob");
    }

    @Test
    void aNewIdInOneDoesNotBringBackTheOthersExpiredSession() throws Exception {
        String old = browser.id();
        browser.get(desk, "/timeout?seconds=1");
        long expiry = Long.parseLong(cluster.item("/desk", old).get("expiry").n());
        await().until(() -> System.currentTimeMillis() > expiry);
        assertThat(browser.get(shop, "/rotate").statusCode()).isEqualTo(200);

        assertThat(browser.id()).isNotEqualTo(old);
        assertThat(browser.user(shop)).isEqualTo("ann");
        assertThat(browser.user(desk)).isEqualTo("no session");
        assertThat(desk.events().of(browser.id())).isEmpty();
        assertThat(desk.destroyed()).containsExactly(old);
        assertThat(cluster.item("/desk", old)).isEmpty();
        assertThat(browser.user(shop)).isEqualTo("ann");
        assertThat(shop.destroyed()).isEmpty();
    }

    @Test
    void aSessionThatExpiresInOneLeavesThatOfTheOtherAlone() throws Exception {
        long longAgo = System.currentTimeMillis() - 60_000;
        String id = browser.id();
        browser.get(shop, "/timeout?seconds=600");
        cluster.setTimes("/shop", id, longAgo, longAgo);

        assertThat(browser.user(shop)).isEqualTo("no session");
        assertThat(shop.destroyed()).containsExactly(id);
        assertThat(browser.user(desk)).isEqualTo("bob");
        assertThat(desk.destroyed()).isEmpty();
    }

    @Test
    void aListenerOfEitherThatEndsItsSessionWhenItGetsANewIdEndsTheOthersToo() throws Exception {
        for (JettyContexts.OneContext context : List.of(shop, desk)) { // Jetty asks either of them first
            browser.login(shop);
            browser.get(desk, "/set?name=user&value=bob");
            String old = browser.id();
            context.page("/rotate-and-end", (request, response) -> {
                context.events().whenIdChanges(request.getSession()::invalidate);
                request.changeSessionId();
            });
            browser.twin().get(context, "/rotate-and-end");
            context.events().whenIdChanges(() -> {});

            String renewed = context.events().idsWith("id was " + old).get(0);
            for (String path : List.of("/shop", "/desk")) {
                assertThat(cluster.item(path, renewed)).as(path).isEmpty();
            }
            assertThat(shop.destroyed()).hasSameSizeAs(desk.destroyed());
        }
    }

    @Test
    void sessionsThatExpiredLongAgoEndInTheirOwnContextWhichTellsItsListeners() throws Exception {
        JettyBrowser visitor = JettyBrowser.http1();
        String ofDesk = visitor.login(desk);
        JettyBrowser buyer = JettyBrowser.http1();
        String ofShop = buyer.login(shop);
        visitor.get(desk, "/timeout?seconds=600");
        buyer.get(shop, "/timeout?seconds=600");
        long longAgo = System.currentTimeMillis() - Duration.ofHours(11).toMillis(); // no node has run since
        cluster.setTimes("/desk", ofDesk, longAgo, longAgo);
        cluster.setTimes("/shop", ofShop, longAgo, longAgo);
        shop.scavenge();

        assertThat(shop.destroyed()).containsExactly(ofShop);
        assertThat(desk.destroyed()).containsExactly(ofDesk);
    }

    @Test
    void onRequestAContextDoesNotReuseTheIdOfASessionThatItCouldNotRead() throws Exception {
        try (JettyContexts lenient = JettyContexts.start(cluster.options()
                .autoCreateTable(false)
                .onReadFailure(OnReadFailure.NEW_SESSION)
                .build())) {
            String id = browser.id();
            Map<String, AttributeValue> stored = cluster.item("/shop", id);
            cluster.proxy().on("GetItem").containing("/shop|").fail();
            assertThat(browser.get(lenient.shop(), "/set?name=user&value=eve").statusCode())
                    .isEqualTo(200);
            cluster.proxy().healAll();

            assertThat(browser.id()).isNotEqualTo(id);
            assertThat(cluster.item("/shop", id)).isEqualTo(stored);
        }
    }
}
