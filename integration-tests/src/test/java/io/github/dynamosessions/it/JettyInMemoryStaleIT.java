package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node keeps in memory is older than what is stored. */
class JettyInMemoryStaleIT extends InMemorySuite {

    private static final String PHOTO = "?name=photo&bytes=100000&seed=";

    @BeforeEach
    void addPages() throws Exception {
        BigPages.addTo(node);
        BigPages.addTo(other);
    }

    @Test
    void aWriteOfTheValueThatTheNodeRemembersIsMade() throws Exception {
        browser.login(node);
        browser.get(other, "/set?name=user&value=bob");
        assertThat(browser.get(node, "/set?name=user&value=ann").statusCode()).isEqualTo(200);

        assertThat(browser.user(other)).isEqualTo("ann");
        assertThat(browser.user(node)).isEqualTo("ann");
    }

    @Test
    void aWriteOfTheBigValueThatTheNodeRemembersIsMade() throws Exception {
        browser.login(node);
        browser.get(node, "/fill" + PHOTO + 1);
        browser.get(other, "/fill" + PHOTO + 2);
        browser.get(node, "/fill" + PHOTO + 1);

        assertThat(browser.get(other, "/check" + PHOTO + 1).body()).isEqualTo("same");
        assertThat(browser.get(node, "/check" + PHOTO + 1).body()).isEqualTo("same");
    }

    @Test
    void anAttributeIsRemovedThatTheNodeDoesNotKnow() throws Exception {
        String id = browser.login(node);
        browser.get(other, "/set?name=cart&value=book");
        assertThat(browser.get(node, "/remove?name=cart").statusCode()).isEqualTo(200);

        assertThat(cluster.attributes(id)).containsOnlyKeys("user");
    }

    @Test
    void theEndOfASessionIsNoticedByAWriteOfTheValueThatTheNodeRemembers() throws Exception {
        browser.login(node);
        browser.twin().get(other, "/logout");
        browser.twin().get(node, "/set?name=user&value=ann");

        assertThat(browser.user(node)).isEqualTo("no session");
        assertThat(cluster.item(browser.id())).isEmpty();
    }

    @Test
    void theEndOfASessionIsNoticedByAReadOfABigValueThatIsGone() throws Exception {
        browser.login(other);
        browser.get(other, "/fill" + PHOTO + 1);
        assertThat(browser.user(node)).isEqualTo("ann");
        browser.twin().get(other, "/logout");
        browser.twin().get(node, "/check" + PHOTO + 1);

        assertThat(browser.user(node)).isEqualTo("no session");
    }

    @Test
    void aChangeIsNoticedByAReadOfABigValueThatHasGotAnother() throws Exception {
        browser.login(other);
        browser.get(other, "/fill" + PHOTO + 1);
        assertThat(browser.user(node)).isEqualTo("ann");
        browser.get(other, "/fill" + PHOTO + 2);
        browser.get(other, "/set?name=user&value=bob");
        assertThat(browser.get(node, "/check" + PHOTO + 2).body()).isEqualTo("same");

        assertThat(browser.user(node)).isEqualTo("bob");
    }

    @Test
    void anOldIdIsDeadOnceItIsSettledThoughItWasReadBefore() throws Exception {
        String old = browser.login(node);
        JettyBrowser onlooker = browser.twin();
        cluster.proxy().resetCounts();
        cluster.proxy().on("TransactWriteItems").cutBeforeLateExecution(Duration.ofSeconds(1));
        cluster.proxy().on("UpdateItem").fail();
        assertThat(browser.get(node, "/rotate").statusCode()).isEqualTo(503);
        cluster.proxy().healAll();
        assertThat(onlooker.user(node)).as("it has that id yet").isEqualTo("ann");
        await().until(() -> cluster.item(old).containsKey("movedTo"));
        assertThat(browser.user(node)).isEqualTo("ann");

        assertThat(onlooker.user(node)).isEqualTo("no session");
    }

    @Test
    void aSecondCookieThatCannotBeReadDoesNotKeepTheFirstSessionFromItsEnd() throws Exception {
        String id = browser.login(node);
        browser.get(node, "/timeout?seconds=1");
        JettyBrowser twoCookies = browser.twin();
        twoCookies.forge(id + "; JSESSIONID=another");
        cluster.proxy().on("GetItem").fail();
        HttpResponse<String> answer = twoCookies.get(node, "/get?name=user");
        assertThat(answer.statusCode()).isEqualTo(503);
        cluster.proxy().healAll();

        await().untilAsserted(() -> {
            node.scavenge();
            assertThat(node.destroyed()).containsExactly(id);
        });
        assertThat(cluster.item(id)).isEmpty();
    }

    @Test
    void aThirdCookieThatCannotBeReadDoesNotKeepTheFirstSessionFromItsEnd() throws Exception {
        String id = browser.login(node);
        browser.get(node, "/timeout?seconds=1");
        JettyBrowser late = JettyBrowser.http1();
        String expired = late.login(other);
        cluster.expireAt(expired, System.currentTimeMillis() - 60_000);
        JettyBrowser threeCookies = browser.twin();
        threeCookies.forge(id + "; JSESSIONID=" + expired + "; JSESSIONID=another");
        cluster.proxy().on("GetItem").containing("another").fail();
        assertThat(threeCookies.get(node, "/get?name=user").statusCode()).isEqualTo(503);
        cluster.proxy().healAll();

        await().untilAsserted(() -> {
            node.scavenge();
            assertThat(node.destroyed()).contains(id);
        });
        assertThat(cluster.item(id)).isEmpty();
    }
}
