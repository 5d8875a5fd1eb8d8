package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Sessions that stay in the memory of their node, while others use them too. */
class JettyInMemoryIT extends InMemorySuite {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    PageNode startOther() throws Exception {
        return cluster.start(inMemory());
    }

    @Test
    void aSessionInMemoryIsNotReadAgain() throws Exception {
        browser.login(node);
        cluster.proxy().resetCounts();
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(cluster.proxy().calls()).isEmpty();
    }

    @Test
    void aLogoutOnAnotherNodeIsNoticedAtTheNextWrite() throws Exception {
        String id = browser.login(node);
        browser.twin().get(other, "/logout");
        browser.get(node, "/set?name=cart&value=book");
        await().untilAsserted(() -> assertThat(browser.user(node)).isEqualTo("no session"));
        assertThat(cluster.item(id)).isEmpty();
        assertThat(browser.user(other)).isEqualTo("no session");
    }

    @Test
    void aChangeOnAnotherNodeIsSeenAfterTheNextWrite() throws Exception {
        browser.login(node);
        browser.get(other, "/set?name=user&value=bob");
        browser.get(node, "/set?name=cart&value=book");
        await().untilAsserted(() -> assertThat(browser.user(node)).isEqualTo("bob"));
        assertThat(browser.get(node, "/get?name=cart").body()).isEqualTo("book");
    }

    @Test
    void aRotationOnAnotherNodeTakesLaterWritesUnderTheOldIdAlong() throws Exception {
        String oldId = browser.login(node);
        JettyBrowser late = browser.twin();
        browser.get(other, "/rotate");
        late.get(node, "/set?name=cart&value=book");
        assertThat(cluster.attributes(browser.id())).containsKeys("user", "cart");
        await().untilAsserted(() -> assertThat(late.user(node)).isEqualTo("no session"));
        assertThat(cluster.item(oldId)).containsKey("movedTo");
    }

    @Test
    void theTimerOfOneNodeDoesNotEndASessionThatAnotherHasProlonged() throws Exception {
        String id = browser.login(node);
        browser.get(node, "/timeout?seconds=1");
        cluster.expireAt(id, System.currentTimeMillis() + 600_000); // as a request on another node does
        cluster.proxy().resetCounts();
        await().pollDelay(Duration.ofMillis(1_200)).untilAsserted(() -> {
            node.scavenge();
            assertThat(cluster.destroyed()).isEmpty();
        });
        assertThat(cluster.proxy().executed())
                .as("the node's timer had it look for the session")
                .anyMatch(call -> call.operation().equals("BatchGetItem")
                        && call.body().contains(id)
                        && call.body().contains("\"ConsistentRead\":true"));
        assertThat(cluster.item(id)).isNotEmpty();
        assertThat(browser.user(node)).isEqualTo("ann");
    }

    @Test
    void theEndOfASessionThatSeveralNodesHaveInMemoryIsToldOnce() throws Exception {
        String id = browser.login(node);
        browser.get(node, "/timeout?seconds=1");
        assertThat(browser.user(other)).isEqualTo("ann");
        await().untilAsserted(() -> {
            cluster.scavenge();
            assertThat(cluster.item(id)).isEmpty();
        });
        await().during(Duration.ofMillis(1_500)).untilAsserted(() -> {
            cluster.scavenge();
            assertThat(cluster.destroyed()).containsExactly(id);
        });
        assertThat(browser.user(node)).isEqualTo("no session");
        assertThat(browser.user(other)).isEqualTo("no session");
    }

    @Test
    void sessionsInMemoryThatWereClaimedBeforeAClaimFailedAreEndedInThatTurnAndTheOthersLater() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            JettyBrowser client = JettyBrowser.http1();
            ids.add(client.login(node));
            client.get(node, "/timeout?seconds=1");
        }
        cluster.proxy().on("UpdateItem").fail();
        cluster.proxy().on("UpdateItem").times(1).delay(Duration.ZERO); // the first claim does not fail
        await().pollDelay(Duration.ofSeconds(2)).untilAsserted(() -> {
            node.scavenge();
            assertThat(node.destroyed()).hasSize(1);
        });

        cluster.proxy().healAll();
        await().untilAsserted(() -> {
            node.scavenge();
            assertThat(node.destroyed()).containsExactlyInAnyOrderElementsOf(ids);
        });
    }

    @Test
    void aSessionInUseForLongerThanItsIdleTimeoutLivesOnIfAnotherNodeHasProlongedIt() throws Exception {
        GatedPage rest =
                new GatedPage(1, (request, response) -> request.getSession().setAttribute("late", "yes"));
        node.page("/long", (request, response) -> {
            request.getSession().setMaxInactiveInterval(1);
            response.flushBuffer(); // which saves the session
            rest.serve(request, response);
        });
        String id = browser.login(node);
        JettyBrowser twin = browser.twin();
        var longRequest = CompletableFuture.supplyAsync(() -> status(browser, "/long"));
        rest.awaitBegun();
        cluster.expireAt(id, System.currentTimeMillis() + 600_000); // as a request on another node does
        cluster.proxy().resetCounts();
        await().pollDelay(Duration.ofMillis(1_500)).untilAsserted(() -> assertThat(
                        twin.get(other, "/set?name=cart&value=book").statusCode())
                .isEqualTo(200));

        assertThat(twin.user(node)).isEqualTo("ann");
        assertThat(twin.get(node, "/get?name=cart").body()).isEqualTo("book");
        rest.open();
        assertThat(longRequest).succeedsWithin(PATIENCE).isEqualTo(200);
        await().untilAsserted(() -> assertThat(cluster.attributes(id)).containsOnlyKeys("user", "cart", "late"));
        assertThat(twin.user(node)).isEqualTo("ann");
        assertThat(cluster.destroyed()).isEmpty();
    }

    @Test
    void aChangeThatWasRefusedIsNotSavedLaterOverThatOfAnotherNode() throws Exception {
        String id = browser.login(node);
        cluster.proxy().onWrites().fail();
        assertThat(browser.get(node, "/set?name=user&value=bob").statusCode()).isEqualTo(503);
        cluster.proxy().healAll();

        assertThat(browser.get(other, "/set?name=user&value=carl").statusCode()).isEqualTo(200);

        assertThat(browser.user(node)).isEqualTo("carl");
        assertThat(browser.get(node, "/set?name=cart&value=book").statusCode()).isEqualTo(200);
        node.close();
        assertThat(cluster.attributes(id).get("user").s()).isEqualTo("carl");
        assertThat(browser.user(other)).isEqualTo("carl");
    }

    @Test
    void aRotationThatFailsLeavesTheSessionAsItWas() throws Exception {
        String id = browser.login(node);
        cluster.proxy().on("TransactWriteItems").fail();
        assertThat(browser.get(node, "/rotate").statusCode()).isEqualTo(503);
        assertThat(browser.id()).isEqualTo(id);

        cluster.proxy().healAll();
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(browser.get(node, "/rotate").statusCode()).isEqualTo(200);
        assertThat(browser.id()).isNotEqualTo(id);
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void aRotationThatFailsDoesNotHoldUpAnother() throws Exception {
        String id = browser.login(node);
        JettyBrowser second = browser.twin();
        var hanging = cluster.proxy().on("TransactWriteItems").times(1).hang();
        var first = CompletableFuture.supplyAsync(() -> status(browser, "/rotate"));
        await().until(() -> hanging.callsMet() == 1);
        var parallel = CompletableFuture.supplyAsync(() -> status(second, "/rotate"));
        hanging.cancel();
        assertThat(first).succeedsWithin(PATIENCE).isEqualTo(503);
        assertThat(parallel).succeedsWithin(PATIENCE).isEqualTo(200);
        assertThat(second.id()).isNotEqualTo(id);
        assertThat(second.user(node)).isEqualTo("ann");
    }

    @Test
    void aNewSessionThatGetsAnotherIdAndIsNotSavedSetsNoCookie() throws Exception {
        node.page("/login", (request, response) -> {
            request.getSession().setAttribute("user", "ann");
            request.changeSessionId();
        });
        cluster.proxy().on("PutItem").fail();
        HttpResponse<String> response = browser.get(node, "/login");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(response)).isEmpty();

        cluster.proxy().healAll();
        assertThat(browser.get(node, "/login").statusCode()).isEqualTo(200);
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void aLogoutThatFailsLeavesTheSessionAsItWas() throws Exception {
        String id = browser.login(node);
        cluster.proxy().on("DeleteItem").fail();
        assertThat(browser.get(node, "/logout").statusCode()).isEqualTo(503);

        cluster.proxy().healAll();
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(browser.user(other)).isEqualTo("ann");
        assertThat(browser.get(node, "/logout").statusCode()).isEqualTo(200);
        assertThat(cluster.item(id)).isEmpty();
        assertThat(browser.user(node)).isEqualTo("no session");
    }

    @Test
    void aSessionThatCanNeverBeStoredIsReadAgain() throws Exception {
        node.page("/unstorable", (request, response) -> {
            request.getSession().setAttribute("user", "bob");
            request.getSession().setAttribute("bad", new Object());
        });
        browser.login(node);
        assertThat(browser.get(node, "/unstorable").statusCode()).isEqualTo(500);

        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(browser.get(node, "/get?name=bad").body()).isEqualTo("null");
        assertThat(browser.get(node, "/set?name=user&value=eve").statusCode()).isEqualTo(200);
        assertThat(browser.user(node)).isEqualTo("eve");
        assertThat(browser.user(other)).isEqualTo("eve");
    }

    @Test
    void aSessionInMemoryIsServedWhileDynamoDbIsAway() throws Exception {
        browser.login(node);
        cluster.proxy().onAll().cutBeforeExecution();
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(browser.get(node, "/set?name=user&value=bob").statusCode()).isEqualTo(503);
        cluster.proxy().healAll();
        assertThat(browser.get(node, "/set?name=user&value=bob").statusCode()).isEqualTo(200);
        assertThat(browser.user(other)).isEqualTo("bob");
    }

    private int status(JettyBrowser client, String page) {
        try {
            return client.get(node, page).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
