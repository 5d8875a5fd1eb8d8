package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.Serializable;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.session.DefaultSessionCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application that keeps sessions in memory is stopped. */
class JettyInMemoryStopIT extends InMemorySuite {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private JettyLogs logs;

    @BeforeEach
    void capture() {
        logs = JettyLogs.capture();
    }

    @AfterEach
    void endCapture() {
        logs.close();
    }

    @Test
    void aLoginThatIsUnderWayIsNotSavedBehindItsBack() throws Exception {
        String old = browser.login(node);
        GatedPage page = new GatedPage(1, (request, response) -> response.getWriter()
                .print(request.getSession(false).getAttribute("user")));
        node.page("/slow-login", (request, response) -> {
            request.changeSessionId();
            page.serve(request, response);
        });
        CompletableFuture<HttpResponse<String>> answer = browser.twin().getLater(node, "/slow-login");
        page.awaitBegun();
        node.undeploy();
        page.open();

        assertThat(answer.join().statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(answer.join())).isEmpty();
        assertThat(cluster.item(old)).doesNotContainKey("movedTo");
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void aPageThatStillUsesItsSessionGoesOn() throws Exception {
        browser.login(node);
        GatedPage page = new GatedPage(1, (request, response) -> response.getWriter()
                .print(request.getSession(false).getAttribute("user")));
        node.page("/slow", page);
        CompletableFuture<HttpResponse<String>> answer = browser.twin().getLater(node, "/slow");
        page.awaitBegun();
        node.undeploy();
        page.open();

        assertThat(answer.join().body()).isEqualTo("ann");
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void itsSessionsEndIfItSaysSo() throws Exception {
        String id = browser.login(node);
        invalidateOnShutdown();
        node.undeploy();

        assertThat(cluster.item(id)).isEmpty();
        assertThat(node.events().of(id)).endsWith("destroyed", "user removed: ann");
    }

    @Test
    void itStopsAlsoIfItsSessionsCannotEnd() throws Exception {
        String id = browser.login(node);
        invalidateOnShutdown();
        cluster.proxy().on("DeleteItem").fail();
        node.undeploy();

        assertThat(node.events().of(id)).doesNotContain("destroyed");
        assertThat(logs.with("sessions cannot be ended")).isNotEmpty();
        cluster.proxy().healAll();
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void ifOneSessionCannotEndTheOthersAreNotWaitedFor() throws Exception {
        for (int i = 0; i < 5; i++) {
            JettyBrowser.http1().login(node);
        }
        invalidateOnShutdown();
        Fault failing = cluster.proxy().on("DeleteItem").fail();
        node.undeploy();
        assertThat(failing.callsMet()).isEqualTo(1);
    }

    @Test
    void aLoginThatEndsItsSessionWhileThatEndsDoesNotKeepItFromStopping() throws Exception {
        browser.login(node);
        GatedPage page = new GatedPage(1, (request, response) -> {
            node.events().whenIdChanges(request.getSession()::invalidate);
            request.changeSessionId();
        });
        node.page("/rotate-and-end", page);
        CompletableFuture<HttpResponse<String>> answer = browser.twin().getLater(node, "/rotate-and-end");
        page.awaitBegun();
        invalidateOnShutdown();
        Fault deleting = cluster.proxy().on("DeleteItem").hang();
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(this::undeploy);
        await().until(() -> deleting.callsMet() == 1);
        page.open();
        await().until(() -> !node.events().idsWith("id was " + browser.id()).isEmpty());
        deleting.heal();

        assertThat(stopping).succeedsWithin(PATIENCE);
        assertThat(answer).succeedsWithin(PATIENCE);
        assertThat(browser.user(other)).isEqualTo("no session");
    }

    @Test
    void aSessionThatIsCreatedTooLateIsAnswered503() throws Exception {
        GatedPage page = new GatedPage(1, (request, response) -> request.getSession(true));
        node.page("/slow", page);
        CompletableFuture<HttpResponse<String>> answer = browser.getLater(node, "/slow");
        page.awaitBegun();
        node.undeploy();
        page.open();

        assertThat(answer.join().statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(answer.join())).isEmpty();
        assertThat(logs.with("NullPointerException")).isEmpty();
    }

    @Test
    void aValueWhoseClassesAreGoneDoesNotKeepTheOthersFromLeaving() throws Exception {
        node.page("/put", (request, response) -> request.getSession().setAttribute("value", new Reluctant()));
        for (int i = 0; i < 2; i++) {
            assertThat(JettyBrowser.http1().get(node, "/put").statusCode()).isEqualTo(200);
        }
        DefaultSessionCache cache = (DefaultSessionCache)
                node.server().getDescendant(SessionHandler.class).getSessionCache();
        await().until(() -> cache.getSessionsCurrent() == 2);
        Reluctant.stopping = true;
        try {
            node.undeploy();
        } finally {
            Reluctant.stopping = false;
        }
        assertThat(cache.getSessionsCurrent()).isZero();
        assertThat(logs.with("was not told")).hasSize(2);
    }

    @Test
    void whatTheApplicationHasChangedWithoutARequestAndCannotSaveIsLoggedWithoutTheId() throws Exception {
        String id = browser.login(node);
        AtomicReference<HttpSession> session = new AtomicReference<>();
        node.page("/hand-out", (request, response) -> session.set(request.getSession(false)));
        browser.get(node, "/hand-out");
        cluster.proxy().onWrites().fail();
        session.get().setAttribute("cart", "book");
        node.undeploy();

        assertThat(logs.with("changes of session " + cluster.hash(id))).hasSize(1);
        assertThat(logs.with(id)).isEmpty();
    }

    private void undeploy() {
        try {
            node.undeploy();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Reluctant implements Serializable, HttpSessionActivationListener {

        private static final long serialVersionUID = 1;

        static volatile boolean stopping;

        @Override
        public void sessionWillPassivate(HttpSessionEvent event) {
            if (stopping) {
                throw new NoClassDefFoundError("gone");
            }
        }
    }

    private void invalidateOnShutdown() {
        SessionHandler sessions = node.server().getDescendant(SessionHandler.class);
        sessions.getSessionCache().setInvalidateOnShutdown(true);
    }
}
