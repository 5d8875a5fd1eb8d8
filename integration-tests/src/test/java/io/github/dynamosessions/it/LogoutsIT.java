package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A logout meets a DynamoDB that fails: nobody is told of an end that has not come. */
class LogoutsIT extends PageSuite {

    @ParameterizedTest
    @EnumSource(value = FaultKind.class, mode = EnumSource.Mode.EXCLUDE, names = "CUT_AFTER_EXECUTION")
    void aLogoutThatFailsIsToldToNobodyAndALaterOneIsToldOnce(FaultKind kind) throws Exception {
        String id = browser.login(other);
        kind.strike(cluster.proxy().on(StoreUpdate.END));
        HttpResponse<String> response = browser.get(node, "/logout");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
        cluster.proxy().healAll();

        assertThat(node.destroyed()).doesNotContain(id);
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(browser.user(other)).isEqualTo("ann");

        assertThat(browser.get(other, "/logout").statusCode()).isEqualTo(200);
        assertThat(other.destroyed()).containsOnlyOnce(id);
        assertThat(node.destroyed()).doesNotContain(id);
        assertThat(cluster.item(id)).isEmpty();
        assertThat(browser.user(other)).isEqualTo("no session");
    }

    @Test
    void aSessionWhoseLogoutFailsServesTheRestOfItsRequest() throws Exception {
        node.page("/logout-or-not", (request, response) -> {
            try {
                request.getSession().invalidate();
            } catch (Error e) {
                response.getWriter().print(request.getSession(false).getAttribute("user"));
            }
        });
        String id = browser.login(other);
        cluster.proxy().on(StoreUpdate.END).fail();
        assertThat(browser.get(node, "/logout-or-not").statusCode()).isEqualTo(503);
        cluster.proxy().healAll();

        assertThat(node.destroyed()).doesNotContain(id);
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void aLogoutOfWhichNoAnswerArrivesIsToldOnce() throws Exception {
        String id = browser.login(other);
        cluster.proxy().on(StoreUpdate.END).cutAfterExecution();
        assertThat(browser.get(node, "/logout").statusCode()).isEqualTo(200);
        cluster.proxy().healAll();

        assertThat(node.destroyed()).containsOnlyOnce(id);
        assertThat(cluster.item(id)).isEmpty();
        assertThat(browser.user(other)).isEqualTo("no session");
    }

    @Test
    void aLogoutOfWhichNobodyKnowsIsAnswered503AndStaysALogout() throws Exception {
        String id = browser.login(other);
        cluster.proxy().on(StoreUpdate.END).cutAfterExecution();
        cluster.proxy().on("GetItem").fail();
        cluster.proxy().on("GetItem").times(1).delay(Duration.ZERO); // the request reads its session
        HttpResponse<String> response = browser.get(node, "/logout");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
        cluster.proxy().healAll();

        assertThat(cluster.item(id)).isEmpty();
        assertThat(browser.user(node)).isEqualTo("no session");
        assertThat(browser.user(other)).isEqualTo("no session");
    }

    @Test
    void aLogoutWhoseAnswerIsLostIsToldOnce() throws Exception {
        String id = browser.login(other);
        cluster.proxy().on(StoreUpdate.END).times(1).cutAfterExecution();
        assertThat(browser.get(node, "/logout").statusCode()).isEqualTo(200);
        assertThat(node.destroyed()).containsOnlyOnce(id);
        assertThat(cluster.item(id)).isEmpty();
    }

    @Test
    void aLogoutThatDynamoDbDidAndCalledAnErrorIsToldOnce() throws Exception {
        String id = browser.login(other);
        cluster.proxy().on(StoreUpdate.END).times(1).failAfterExecution();
        assertThat(browser.get(node, "/logout").statusCode()).isEqualTo(200);
        assertThat(node.destroyed()).containsOnlyOnce(id);
        assertThat(cluster.item(id)).isEmpty();
    }

    @Test
    void ofTwoLogoutsAtOnceOnTwoNodesOneIsToldAndBothSucceed() throws Exception {
        String id = browser.login(other);
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        Fault ending =
                cluster.proxy().on(StoreUpdate.END).containing(cluster.key(id)).delay();
        for (PageNode each : List.of(node, other)) {
            each.page("/logout-and-look", (request, response) -> {
                HttpSession session = request.getSession(false);
                session.invalidate();
                response.getWriter().print(request.getSession(false));
                assertThatIllegalStateException().isThrownBy(() -> session.getAttribute("user"));
            });
            answers.add(browser.twin().getLater(each, "/logout-and-look"));
        }
        await().until(() -> ending.callsMet() == 2);
        ending.heal();

        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.join().statusCode()).isEqualTo(200);
            assertThat(answer.join().body()).isEqualTo("null");
        }
        assertThat(Stream.of(node, other).flatMap(each -> each.events().of(id).stream()))
                .containsOnlyOnce("destroyed")
                .containsOnlyOnce("user removed: ann");
    }
}
