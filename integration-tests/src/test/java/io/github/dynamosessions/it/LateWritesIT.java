package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * DynamoDB executes an attempt long after its client has given it up, as it does behind a network that holds requests: it
 * must not undo what was acknowledged meanwhile.
 */
class LateWritesIT extends PageSuite {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BOUND = Duration.ofSeconds(6);

    /** Fewer than the attribute versions that an item keeps: above them, a write of another attribute may be refused once. */
    private static final int WRITERS = 12;

    private ExecutorService threads;

    @BeforeEach
    void startThreads() {
        threads = Executors.newFixedThreadPool(WRITERS);
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void anAttemptThatWasGivenUpDoesNotReplaceALaterChange() throws Exception {
        browser.login(other);
        cluster.proxy().resetCounts();
        cluster.proxy().on("UpdateItem").containing("slow").times(1).delay();
        assertThat(browser.get(node, "/set?name=user&value=slow").statusCode()).isEqualTo(200);
        assertThat(cluster.proxy().calls("UpdateItem")).isEqualTo(2);
        assertThat(browser.get(other, "/set?name=user&value=later").statusCode())
                .isEqualTo(200);

        awaitAnswered("UpdateItem");
        assertServed("later");
    }

    @Test
    void aCutAttemptDoesNotReplaceALaterChange() throws Exception {
        browser.login(other);
        cluster.proxy().resetCounts();
        cluster.proxy().on("UpdateItem").containing("cut").times(1).cutBeforeLateExecution();
        assertThat(browser.get(node, "/set?name=user&value=cut").statusCode()).isEqualTo(200);
        assertThat(browser.get(other, "/set?name=user&value=later").statusCode())
                .isEqualTo(200);
        assertThat(cluster.proxy().calls("UpdateItem"))
                .as("one that is cut, its retry, and that of the other node")
                .isEqualTo(3);

        awaitAnswered("UpdateItem");
        assertServed("later");
    }

    @Test
    void aCutAttemptDoesNotReplaceALaterChangeThoughAnotherOneOverlapsWithBoth() throws Exception {
        try (PageNode second = start(impatient().build())) {
            browser.login(other);
            JettyBrowser overlapping = browser.twin();
            JettyBrowser first = browser.twin();
            cluster.proxy().resetCounts();
            Fault retrying = cluster.proxy().on("UpdateItem").containing("cut").hang();
            cluster.proxy().on("UpdateItem").containing("cut").times(1).cutBeforeLateExecution();
            Fault writing =
                    cluster.proxy().on("UpdateItem").containing("overlap").hang();
            CompletableFuture<Integer> cut = set(first, node, "user", "cut");
            await().until(() -> retrying.callsMet() == 1);
            CompletableFuture<Integer> overlap = set(overlapping, second, "overlap", "1"); // dated after the cut one
            await().until(() -> writing.callsMet() == 1);
            retrying.heal();
            assertThat(cut).succeedsWithin(PATIENCE).isEqualTo(200);
            writing.heal();
            assertThat(overlap).succeedsWithin(PATIENCE).isEqualTo(200);
            assertThat(browser.get(second, "/set?name=user&value=later").statusCode())
                    .isEqualTo(200);

            awaitAnswered("UpdateItem");
            assertServed("later");
            assertThat(browser.get(node, "/get?name=overlap").body()).isEqualTo("1");
        }
    }

    @Test
    void aChangeThatFailsIsNotWaitedForHoweverFarTheClockOfAnotherNodeIsAhead() throws Exception {
        browser.login(other);
        cluster.setAccessed(browser.id(), System.currentTimeMillis() + 60_000);
        cluster.proxy().on("UpdateItem").cutBeforeExecution();
        long start = System.nanoTime();
        assertThat(browser.get(node, "/set?name=user&value=refused").statusCode())
                .isEqualTo(503);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
    }

    @Test
    void aSlowChangeThatOthersOvertakeIsSavedWhileItsClientWaits() throws Exception {
        browser.login(other);
        JettyBrowser slow = browser.twin();
        cluster.proxy().resetCounts();
        var hanging =
                cluster.proxy().on("UpdateItem").containing("slow").times(2).hang();
        CompletableFuture<Integer> answer = set(slow, node, "late", "slow");
        await().until(() -> hanging.callsMet() == 2);
        assertThat(browser.get(other, "/set?name=user&value=bob").statusCode()).isEqualTo(200);

        assertThat(answer).succeedsWithin(PATIENCE).isEqualTo(200);
        assertServed("bob");
        assertThat(browser.get(other, "/get?name=late").body()).isEqualTo("slow");
    }

    @Test
    void changesAtOnceDoNotDisturbEachOther() throws Exception {
        try (PageNode first = start(patient().build())) {
            browser.login(first);
            cluster.proxy().resetCounts();
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                answers.add(set(browser.twin(), i % 2 == 0 ? first : other, "name" + i, "1"));
            }
            assertThat(answers.stream().map(CompletableFuture::join)).containsOnly(200);
            assertThat(cluster.attributes(browser.id())).hasSize(1 + WRITERS);
            assertThat(cluster.proxy().answered("UpdateItem")).isEqualTo(WRITERS);
            assertThat(cluster.proxy().executed("UpdateItem")).isEqualTo(WRITERS);
        }
    }

    @Test
    void aLogoutEndsASessionThatANodeWithALaterClockHasWritten() throws Exception {
        browser.login(other);
        cluster.setAccessed(browser.id(), System.currentTimeMillis() + 10_000);
        assertThat(browser.get(node, "/logout").statusCode()).isEqualTo(200);
        assertServed("no session");
        assertThat(cluster.item(browser.id())).isEmpty();
    }

    @Test
    void anAttemptToCreateASessionDoesNotBringItBackAfterItsEnd() throws Exception {
        cluster.proxy().resetCounts();
        cluster.proxy().on("PutItem").containing("created-twice").times(1).delay();
        assertThat(browser.get(node, "/set?name=user&value=created-twice").statusCode())
                .isEqualTo(200);
        assertThat(cluster.proxy().calls("PutItem")).isEqualTo(2);
        assertThat(browser.user(other)).isEqualTo("created-twice");
        assertThat(browser.get(other, "/logout").statusCode()).isEqualTo(200);
        assertServed("no session");

        awaitAnswered("PutItem");
        assertServed("no session");
        assertThat(cluster.item(browser.id())).doesNotContainKey("attributes");
    }

    @Test
    void anAttemptToCreateASessionDoesNotBringBackItsOldId() throws Exception {
        cluster.proxy().resetCounts();
        cluster.proxy().on("PutItem").containing("created-twice").times(1).delay();
        assertThat(browser.get(node, "/set?name=user&value=created-twice").statusCode())
                .isEqualTo(200);
        JettyBrowser onlooker = browser.twin();
        assertThat(browser.get(other, "/rotate").statusCode()).isEqualTo(200);
        assertThat(browser.get(other, "/logout").statusCode()).isEqualTo(200);

        awaitAnswered("PutItem");
        assertServed("no session");
        assertThat(onlooker.user(node)).isEqualTo("no session");
    }

    @Test
    void aCutAttemptToCreateASessionDoesNotBringItBackAfterItsEnd() throws Exception {
        cluster.proxy().resetCounts();
        cluster.proxy().on("PutItem").containing("created-twice").times(1).cutBeforeLateExecution();
        assertThat(browser.get(node, "/set?name=user&value=created-twice").statusCode())
                .isEqualTo(200);
        assertThat(browser.user(other)).isEqualTo("created-twice");
        assertThat(browser.get(other, "/logout").statusCode()).isEqualTo(200);
        assertThat(cluster.proxy().calls("PutItem"))
                .as("one that is cut, and its retry")
                .isEqualTo(2);

        awaitAnswered("PutItem");
        assertServed("no session");
    }

    private CompletableFuture<Integer> set(JettyBrowser client, PageNode to, String name, String value) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return client.get(to, "/set?name=" + name + "&value=" + value)
                                .statusCode();
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
    }

    /** Lets late attempts be executed. */
    private void awaitAnswered(String operation) {
        cluster.proxy().healAll();
        await().atMost(PATIENCE)
                .until(() ->
                        cluster.proxy().answered(operation) == cluster.proxy().calls(operation));
    }

    private void assertServed(String user) throws Exception {
        assertThat(browser.user(node)).isEqualTo(user);
        assertThat(browser.user(other)).isEqualTo(user);
    }
}
