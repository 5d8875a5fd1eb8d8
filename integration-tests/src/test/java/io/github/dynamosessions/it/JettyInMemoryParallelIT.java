package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.DynamoSessionOptions.OnWriteFailure;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of one session at the same time, where sessions stay in memory: each has the session for itself. */
class JettyInMemoryParallelIT extends InMemorySuite {

    private static final int REQUESTS = 4;

    private final List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"bob", "ann"})
    void requestsDoNotWaitForOneSaveAfterTheOther(String user) throws Exception {
        PageNode touching = cluster.start(inMemory().touchInterval(Duration.ZERO));
        browser.login(touching);
        GatedPage page = new GatedPage(REQUESTS, (request, response) -> {
            if (!user.equals("ann")) { // or the session is only touched
                request.getSession().setAttribute("user", user);
            }
        });
        touching.page("/together", page);
        Fault saving = cluster.proxy().on("UpdateItem").hang();
        send(touching, "/together");
        page.awaitBegun();
        page.open();
        await().until(() -> saving.callsMet() == REQUESTS);
        saving.heal();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(browser.user(touching)).isEqualTo(user);
    }

    @Test
    void ofTwoLogoutsAtOnceOneIsToldAndBothSucceed() throws Exception {
        String id = browser.login(node);
        GatedPage page = new GatedPage(
                2, (request, response) -> request.getSession(false).invalidate());
        node.page("/logout-together", page);
        Fault deleting = cluster.proxy().on("DeleteItem").hang();
        answers.add(browser.twin().getLater(node, "/logout-together"));
        CompletableFuture<HttpResponse<String>> second = browser.twin().getLater(node, "/logout-together");
        answers.add(second);
        page.awaitBegun();
        page.open();
        await().until(() -> deleting.callsMet() == 2);
        deleting.heal();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(node.destroyed()).containsExactly(id);
        assertThat(browser.user(node)).isEqualTo("no session");
    }

    @Test
    void requestsDoNotWaitForOneReadAfterTheOther() throws Exception {
        browser.login(other);
        var reading = cluster.proxy().on("GetItem").hang();
        send(node, "/get?name=user");
        await().until(() -> reading.callsMet() == REQUESTS);
        reading.heal();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo("ann"));
        cluster.proxy().resetCounts();
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(cluster.proxy().calls()).isEmpty();
    }

    @Test
    void aChangeThatWasRefusedIsNotSavedByAnotherRequest() throws Exception {
        String id = browser.login(node);
        GatedPage page =
                new GatedPage(1, (request, response) -> request.getSession().setAttribute("late", "1"));
        node.page("/set-late", page);
        CompletableFuture<HttpResponse<String>> late = browser.twin().getLater(node, "/set-late");
        page.awaitBegun();
        cluster.proxy().onWrites().fail();
        assertThat(browser.get(node, "/set?name=user&value=refused").statusCode())
                .isEqualTo(503);
        cluster.proxy().healAll();
        assertThat(browser.get(node, "/set?name=user&value=carl").statusCode()).isEqualTo(200);

        page.open();
        assertThat(late.join().statusCode()).isEqualTo(200);
        assertThat(browser.user(node)).isEqualTo("carl");
        assertThat(browser.user(other)).isEqualTo("carl");
        assertThat(cluster.attributes(id)).containsOnlyKeys("user", "late");
    }

    @ParameterizedTest
    @EnumSource(OnWriteFailure.class)
    void aChangeThatWasStoredWithoutAnAnswerIsSeenByTheNextRequest(OnWriteFailure onWriteFailure) throws Exception {
        PageNode lenient = cluster.start(inMemory().onWriteFailure(onWriteFailure));
        browser.login(lenient);
        GatedPage page =
                new GatedPage(1, (request, response) -> request.getSession().setAttribute("user", "bob"));
        lenient.page("/set-late", page);
        CompletableFuture<HttpResponse<String>> late = browser.twin().getLater(lenient, "/set-late");
        page.awaitBegun();
        assertThat(browser.user(lenient)).as("read beside it, and kept").isEqualTo("ann");
        cluster.proxy().on("UpdateItem").cutAfterExecution();
        page.open();
        assertThat(late.join().statusCode()).isEqualTo(onWriteFailure == OnWriteFailure.LOG ? 200 : 503);
        cluster.proxy().healAll();

        await().untilAsserted(() -> assertThat(browser.user(lenient)).isEqualTo("bob"));
    }

    @Test
    void aRequestThatTakesLongDoesNotKeepTheOthersFromMemory() throws Exception {
        browser.login(node);
        GatedPage page =
                new GatedPage(1, (request, response) -> request.getSession().setAttribute("late", "1"));
        node.page("/long", page);
        CompletableFuture<HttpResponse<String>> held = browser.twin().getLater(node, "/long");
        page.awaitBegun();
        assertThat(browser.user(node)).as("read beside it, once").isEqualTo("ann");
        cluster.proxy().resetCounts();
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(cluster.proxy().calls()).isEmpty();

        page.open();
        held.join();
        assertThat(browser.get(node, "/get?name=late").body()).isEqualTo("1");
    }

    @Test
    void whatARequestHasNotSavedYetIsItsOwn() throws Exception {
        browser.login(node);
        GatedPage page = new GatedPage(1, (request, response) -> {});
        node.page("/set-and-wait", (request, response) -> {
            request.getSession().setAttribute("user", "unsaved");
            page.serve(request, response);
        });
        CompletableFuture<HttpResponse<String>> change = browser.twin().getLater(node, "/set-and-wait");
        page.awaitBegun();
        assertThat(browser.user(node)).isEqualTo("ann");
        page.open();
        change.join();
        assertThat(browser.user(node)).isEqualTo("unsaved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/logout", "/rotate", "/set?name=user&value=bob"})
    void whatAnotherNodeDidIsSeenAfterTheNextWriteThoughARequestStillHoldsTheSession(String page) throws Exception {
        browser.login(node);
        JettyBrowser holder = browser.twin();
        GatedPage gate = new GatedPage(1, (request, response) -> {});
        node.page("/hold", gate);
        CompletableFuture<HttpResponse<String>> held = browser.twin().getLater(node, "/hold");
        gate.awaitBegun();
        assertThat(browser.twin().get(other, page).statusCode()).isEqualTo(200);

        assertThat(browser.get(node, "/set?name=cart&value=book").statusCode()).isEqualTo(200);
        assertThat(holder.user(node)).isEqualTo(page.startsWith("/set") ? "bob" : "no session");
        assertThat(held).isNotDone();
        gate.open();
        held.join();
        assertThat(holder.user(node)).isEqualTo(page.startsWith("/set") ? "bob" : "no session");
    }

    @Test
    void aChangeAfterTheResponseThatWasLostIsNotSavedByALaterRequest() throws Exception {
        String id = browser.login(node);
        node.page("/set-behind", (request, response) -> {
            response.flushBuffer();
            request.getSession().setAttribute("user", "lost");
        });
        cluster.proxy().onWrites().fail();
        assertThat(browser.get(node, "/set-behind").statusCode()).isEqualTo(200);
        await().until(() -> node.store().statistics().getLostChanges() == 1);
        cluster.proxy().healAll();
        assertThat(browser.get(other, "/set?name=user&value=carl").statusCode()).isEqualTo(200);

        assertThat(browser.get(node, "/set?name=cart&value=book").statusCode()).isEqualTo(200);
        assertThat(cluster.attributes(id).get("user").s()).isEqualTo("carl");
    }

    @Test
    void whatWasReadBeforeALogoutIsNotKept() throws Exception {
        browser.login(other);
        var reading = cluster.proxy().on("GetItem").times(1).holdAnswers();
        CompletableFuture<HttpResponse<String>> slow = browser.twin().getLater(node, "/get?name=user");
        await().until(() -> reading.callsMet() == 1 && cluster.proxy().answered("GetItem") > 0);
        JettyBrowser twin = browser.twin();
        assertThat(twin.get(node, "/logout").statusCode()).isEqualTo(200);
        reading.heal();

        assertThat(slow.join().body()).isEqualTo("ann"); // it was, when it was read
        assertThat(browser.user(node)).isEqualTo("no session");
    }

    private void send(PageNode to, String page) {
        for (int i = 0; i < REQUESTS; i++) {
            answers.add(browser.twin().getLater(to, page));
        }
    }
}
