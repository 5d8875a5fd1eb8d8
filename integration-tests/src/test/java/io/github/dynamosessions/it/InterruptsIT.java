package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Threads of requests that are interrupted, before and while their session is read, saved or ended. */
class InterruptsIT extends PageSuite {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicReference<Thread> worker = new AtomicReference<>();

    @BeforeEach
    void addPages() {
        other.page("/interrupted-get", (request, response) -> {
            Thread.currentThread().interrupt();
            String user = user(request);
            response.getWriter().print(user + " " + Thread.interrupted());
        });
        other.page("/set-and-interrupt", (request, response) -> {
            request.getSession().setAttribute("user", request.getParameter("value"));
            Thread.currentThread().interrupt();
        });
        other.page("/rotate-and-interrupt", (request, response) -> {
            request.changeSessionId();
            request.getSession().setAttribute("user", "bob");
            Thread.currentThread().interrupt();
        });
        other.page("/interrupted-logout", (request, response) -> {
            HttpSession session = request.getSession(false);
            Thread.currentThread().interrupt();
            session.invalidate();
            response.getWriter().print("bye " + Thread.interrupted());
        });
        other.page("/large", (request, response) -> request.getSession()
                .setAttribute("large", BigPages.random(100_000, 1)));
        other.page("/get-on-my-thread", (request, response) -> {
            worker.set(Thread.currentThread());
            response.getWriter().print(user(request));
        });
        other.page("/set-on-my-thread", (request, response) -> {
            request.getSession().setAttribute("user", "bob");
            worker.set(Thread.currentThread());
        });
        other.page("/logout-on-my-thread", (request, response) -> {
            worker.set(Thread.currentThread());
            request.getSession(false).invalidate();
            Thread.interrupted();
            response.getWriter().print("bye");
        });
    }

    @Test
    void aThreadThatIsInterruptedReadsItsSessionAndIsStillInterrupted() throws Exception {
        browser.login(other);
        assertThat(browser.get(other, "/interrupted-get").body()).isEqualTo("ann true");
    }

    @Test
    void whatAThreadHasSetBeforeItWasInterruptedIsSaved() throws Exception {
        browser.login(other);
        assertThat(browser.get(other, "/set-and-interrupt?value=bob").statusCode())
                .isEqualTo(200);
        assertThat(browser.user(node)).isEqualTo("bob");
    }

    @Test
    void aNewSessionOfAThreadThatIsInterruptedIsSaved() throws Exception {
        assertThat(browser.get(other, "/set-and-interrupt?value=eve").statusCode())
                .isEqualTo(200);
        assertThat(browser.user(node)).isEqualTo("eve");
    }

    @Test
    void aRotationOfAThreadThatIsInterruptedIsSaved() throws Exception {
        browser.login(other);
        JettyBrowser old = browser.twin();
        assertThat(browser.get(other, "/rotate-and-interrupt").statusCode()).isEqualTo(200);
        assertThat(browser.user(node)).isEqualTo("bob");
        assertThat(old.user(node)).isEqualTo("no session");
    }

    @Test
    void aLogoutOfAThreadThatIsInterruptedNotifiesTheListenersOfAllItsValues() throws Exception {
        String id = browser.login(other);
        browser.get(other, "/large");
        assertThat(browser.get(other, "/interrupted-logout").body()).isEqualTo("bye true");
        assertThat(other.events().of(id)).contains("destroyed").anyMatch(event -> event.startsWith("large removed"));
        assertThat(cluster.chunks()).isEmpty();
    }

    @Test
    void aReadThatIsInterruptedIs503AndTheSessionStays() throws Exception {
        browser.login(other);
        HttpResponse<String> answer = interruptDuring(
                "/get-on-my-thread", cluster.proxy().on("GetItem").hang());
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(answer)).isEmpty();
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void aSaveThatIsInterruptedIs503() throws Exception {
        browser.login(other);
        HttpResponse<String> answer = interruptDuring(
                "/set-on-my-thread", cluster.proxy().on("UpdateItem").hang());
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(answer)).isEmpty();
        assertThat(browser.user(node)).isIn("ann", "bob");
    }

    @Test
    void aCreationThatIsInterruptedIs503AndSetsNoCookie() throws Exception {
        HttpResponse<String> answer = interruptDuring(
                "/set-on-my-thread", cluster.proxy().on("PutItem").hang());
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(answer)).isEmpty();
    }

    /** The answer to the update is lost with the interrupt; the tombstone tells that it was executed. */
    @Test
    void aLogoutThatIsInterruptedFindsOutWhetherItHasHappened() throws Exception {
        String id = browser.login(other);
        HttpResponse<String> answer = interruptDuring(
                "/logout-on-my-thread", cluster.proxy().on(StoreUpdate.END).hang());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(other.events().of(id)).containsOnlyOnce("destroyed");
        assertThat(cluster.item(id)).isEmpty();
    }

    private HttpResponse<String> interruptDuring(String path, Fault hanging) throws Exception {
        CompletableFuture<HttpResponse<String>> answer = browser.getLater(other, path);
        await().atMost(PATIENCE).until(() -> hanging.callsMet() == 1);
        worker.get().interrupt();
        hanging.heal();
        return answer.get();
    }

    private static String user(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? "no session" : String.valueOf(session.getAttribute("user"));
    }
}
