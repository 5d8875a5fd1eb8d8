package io.github.dynamosessions.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionsAcrossNodesTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final DynamoSessionOptions options = DynamoSessionOptions.builder()
            .client(dynamoDb.client())
            .tableName(dynamoDb.newTableName())
            .autoCreateTable(true)
            .build();
    private final TestNode one = new TestNode(options);
    private final TestNode two = new TestNode(options);
    private final Browser browser = new Browser();

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    @Test
    void whatOneNodeSetsTheOtherReadsWithTheNextRequest() {
        browser.post(one, "/set/cart/3");

        assertThat(browser.get(two, "/get/cart")).isEqualTo("3");
    }

    @Test
    void nodesChangeAndRemoveEachOthersAttributes() {
        browser.post(one, "/set/a/1");
        browser.post(one, "/set/b/1");
        browser.post(two, "/set/a/2");
        browser.post(two, "/remove/b");

        assertThat(browser.get(one, "/get/a")).isEqualTo("2");
        assertThat(browser.get(one, "/get/b")).isEqualTo("null");
    }

    @Test
    void aRequestThatUsesNoSessionCreatesNone() {
        var response = browser.send("GET", one.uri("/nothing"));

        assertThat(Browser.setCookies(response)).isEmpty();
    }

    @Test
    void loginGivesANewIdWithAllAttributesAndTheOldIdIsDeadOnEveryNode() {
        browser.post(one, "/set/cart/3");
        Browser thief = Browser.with(browser.sessionId());

        browser.post(two, "/login");

        assertThat(browser.sessionId()).isNotEqualTo(thief.sessionId());
        assertThat(browser.get(one, "/get/cart")).isEqualTo("3");
        assertThat(browser.get(one, "/get/user")).isEqualTo("ada");
        assertThat(thief.get(one, "/get/cart")).isEqualTo("no session");
        assertThat(thief.get(two, "/get/user")).isEqualTo("no session");
    }

    @Test
    void loginAsTheFirstRequestLeavesOneSessionWithTheUser() {
        browser.post(one, "/login");

        assertThat(browser.get(two, "/get/user")).isEqualTo("ada");
    }

    @Test
    void logoutOnOneNodeIsLogoutOnTheOther() {
        browser.post(one, "/set/cart/3");
        String id = browser.sessionId();

        browser.post(two, "/logout");

        assertThat(Browser.with(id).get(one, "/get/cart")).isEqualTo("no session");
    }

    @Test
    void aSessionEndsAtItsIdleTimeoutOnEveryNode() {
        browser.post(one, "/set/cart/3");
        browser.post(one, "/timeout/1");

        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(1_500)) // each look is a request, and keeps the session alive
                .untilAsserted(() -> assertThat(browser.get(two, "/get/cart")).isEqualTo("no session"));
    }

    @Test
    void aNewIdleTimeoutReachesTheOtherNode() {
        browser.post(one, "/set/cart/3");
        assertThat(browser.get(two, "/timeout")).isEqualTo("1800");

        browser.post(one, "/timeout/77");

        assertThat(browser.get(two, "/timeout")).isEqualTo("77");
    }

    @Test
    void aSessionIsNewOnlyInItsFirstRequest() {
        assertThat(browser.get(one, "/new")).isEqualTo("true");
        assertThat(browser.get(two, "/new")).isEqualTo("false");
    }

    @Test
    void parallelRequestsToBothNodesKeepEachOthersAttributes() {
        browser.post(one, "/set/first/0");

        List<CompletableFuture<Void>> requests = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.runAsync(() ->
                        Browser.with(browser.sessionId()).post(i % 2 == 0 ? one : two, "/set/name" + i + "/" + i)))
                .toList();
        requests.forEach(CompletableFuture::join);

        for (int i = 0; i < 20; i++) {
            assertThat(browser.get(one, "/get/name" + i)).isEqualTo("" + i);
        }
    }

    @Test
    void concurrentFirstRequestsGetSessionsOfTheirOwn() {
        List<CompletableFuture<Browser>> requests = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    Browser own = new Browser();
                    own.post(i % 2 == 0 ? one : two, "/set/name/" + i);
                    return own;
                }))
                .toList();
        List<Browser> browsers = requests.stream().map(CompletableFuture::join).toList();

        for (int i = 0; i < browsers.size(); i++) {
            assertThat(browsers.get(i).get(one, "/get/name")).isEqualTo("" + i);
        }
        assertThat(browsers.stream().map(Browser::sessionId)).doesNotHaveDuplicates();
    }
}
