package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two requests that read one session at once on a node: one copy stays in memory, and the other request changes its own. */
class JettyInMemoryCopiesIT extends InMemorySuite {

    private JettyBrowser twin;
    private JettyBrowser onlooker;
    private GatedPage keeping;
    private GatedPage copying;
    private CompletableFuture<HttpResponse<String>> kept;
    private CompletableFuture<HttpResponse<String>> copied;

    @Test
    void aChangeIsSeenByTheNextRequestWhicheverOfThemMadeIt() throws Exception {
        readTogether(set("one"), set("two"));
        finish(keeping, kept);
        finish(copying, copied);

        assertThat(browser.get(node, "/get?name=one").body()).isEqualTo("1");
        assertThat(browser.get(node, "/get?name=two").body()).isEqualTo("1");
    }

    @Test
    void anOldIdIsDeadThoughAnotherRequestHasReadItsSessionAtTheSameTime() throws Exception {
        readTogether((request, response) -> {}, rotate());
        finish(copying, copied);
        finish(keeping, kept);

        assertThat(onlooker.user(node)).isEqualTo("no session");
        onlooker.get(node, "/set?name=user&value=evil");
        assertThat(twin.user(node)).isEqualTo("ann");
        assertThat(twin.user(other)).isEqualTo("ann");
    }

    @Test
    void aChangeUnderAnOldIdIsSeenUnderTheNewOne() throws Exception {
        readTogether(rotate(), set("cart"));
        finish(keeping, kept);
        finish(copying, copied);

        assertThat(browser.get(node, "/get?name=cart").body()).isEqualTo("1");
    }

    @Test
    void twoLoginsLeaveOneLivingId() throws Exception {
        readTogether(rotate(), rotate());
        finish(keeping, kept);
        finish(copying, copied);

        assertThat(onlooker.user(node)).isEqualTo("no session");
        assertThat(browser.user(node)).isEqualTo("no session");
        assertThat(twin.user(node)).isEqualTo("ann");
        assertThat(twin.user(other)).isEqualTo("ann");
    }

    @Test
    void aLogoutUnderAnOldIdEndsTheSessionUnderTheNewOne() throws Exception {
        readTogether(rotate(), (request, response) -> request.getSession(false).invalidate());
        finish(keeping, kept);
        finish(copying, copied);

        assertThat(browser.user(node)).isEqualTo("no session");
        assertThat(node.destroyed()).hasSize(1);
    }

    /** The first request's copy stays in memory. */
    private void readTogether(JettyPage first, JettyPage second) throws Exception {
        browser.login(other);
        twin = browser.twin();
        onlooker = browser.twin();
        keeping = new GatedPage(1, first);
        node.page("/keeping", keeping);
        copying = new GatedPage(1, second);
        node.page("/copying", copying);
        Fault reading = cluster.proxy().on("GetItem").hang();
        kept = browser.getLater(node, "/keeping");
        await().until(() -> reading.callsMet() == 1);
        copied = twin.getLater(node, "/copying");
        await().until(() -> reading.callsMet() == 2);
        reading.heal();
        keeping.awaitBegun();
        copying.awaitBegun();
    }

    private static void finish(GatedPage page, CompletableFuture<HttpResponse<String>> answer) {
        page.open();
        assertThat(answer.join().statusCode()).isEqualTo(200);
    }

    private static JettyPage set(String name) {
        return (request, response) -> request.getSession().setAttribute(name, "1");
    }

    private static JettyPage rotate() {
        return (request, response) -> request.changeSessionId();
    }
}
