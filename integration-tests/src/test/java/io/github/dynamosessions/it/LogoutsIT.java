package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A logout meets a DynamoDB that fails: nobody is told of an end that has not come. */
class LogoutsIT extends PageSuite {

    @ParameterizedTest
    @EnumSource(value = FaultKind.class, mode = EnumSource.Mode.EXCLUDE, names = "CUT_AFTER_EXECUTION")
    void aLogoutThatFailsIsToldToNobodyAndALaterOneIsToldOnce(FaultKind kind) throws Exception {
        String id = browser.login(other);
        kind.strike(cluster.proxy().on("DeleteItem"));
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
        cluster.proxy().on("DeleteItem").fail();
        assertThat(browser.get(node, "/logout-or-not").statusCode()).isEqualTo(503);
        cluster.proxy().healAll();

        assertThat(node.destroyed()).doesNotContain(id);
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void aLogoutOfWhichNoAnswerArrivesIsAnswered503AndStaysALogout() throws Exception {
        String id = browser.login(other);
        cluster.proxy().on("DeleteItem").cutAfterExecution();
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
        cluster.proxy().on("DeleteItem").times(1).cutAfterExecution();
        assertThat(browser.get(node, "/logout").statusCode()).isEqualTo(200);
        assertThat(node.destroyed()).containsOnlyOnce(id);
        assertThat(cluster.item(id)).isEmpty();
    }
}
