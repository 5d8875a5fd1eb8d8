package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request changes the idle timeout of a session while another one uses the session: it does not expire before the new timeout has
 * passed since the later of the two (13 of the model's findings).
 */
class IdleTimeoutRacesIT extends PageSuite {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Writes the times of each access. */
    private PageNode exact;

    @BeforeEach
    void startNode() throws Exception {
        exact = start(patient().touchInterval(Duration.ZERO).build());
    }

    @AfterEach
    void closeNode() {
        exact.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 1_000, 1_900, 3_600})
    void aNewIdleTimeoutKeepsWhatAnAccessMeanwhileHasProlonged(int seconds) throws Exception {
        browser.login(exact);
        JettyBrowser twin = browser.twin();
        GatedPage slow = changingTimeout(seconds);
        CompletableFuture<HttpResponse<String>> change = browser.getLater(exact, "/slow-timeout");
        slow.awaitBegun();
        long accessed = laterThan(System.currentTimeMillis());
        assertThat(twin.user(exact)).isEqualTo("ann");
        slow.open();

        assertThat(change).succeedsWithin(PATIENCE).satisfies(response -> assertThat(response.statusCode())
                .isEqualTo(200));
        assertThat(maxInactive()).isEqualTo(seconds * 1_000L);
        assertThat(expiry()).isGreaterThanOrEqualTo(accessed + seconds * 1_000L);
        assertServed();
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 1_000, 1_900, 3_600})
    void anAccessDuringAChangeOfTheIdleTimeoutProlongsByTheNewOne(int seconds) throws Exception {
        browser.login(exact);
        JettyBrowser twin = browser.twin();
        GatedPage timeout = changingTimeout(seconds);
        CompletableFuture<HttpResponse<String>> change = browser.getLater(exact, "/slow-timeout");
        timeout.awaitBegun();
        long accessed = laterThan(System.currentTimeMillis());
        GatedPage access =
                new GatedPage(1, (request, response) -> response.getWriter().print("ok"));
        exact.page("/slow-access", access);
        CompletableFuture<HttpResponse<String>> slow = twin.getLater(exact, "/slow-access");
        access.awaitBegun();
        timeout.open();
        assertThat(change).succeedsWithin(PATIENCE);
        access.open();

        assertThat(slow).succeedsWithin(PATIENCE).satisfies(response -> assertThat(response.statusCode())
                .isEqualTo(200));
        assertThat(maxInactive()).isEqualTo(seconds * 1_000L);
        assertThat(expiry()).isGreaterThanOrEqualTo(accessed + seconds * 1_000L);
        assertServed();
    }

    /** A page that changes it, and waits before the session is saved. */
    private GatedPage changingTimeout(int seconds) {
        GatedPage gate =
                new GatedPage(1, (request, response) -> response.getWriter().print("changed"));
        exact.page("/slow-timeout", (request, response) -> {
            request.getSession().setMaxInactiveInterval(seconds);
            gate.serve(request, response);
        });
        return gate;
    }

    /** Accesses before and after can be told from each other. */
    private static long laterThan(long timeMs) {
        await().atMost(PATIENCE).until(() -> System.currentTimeMillis() > timeMs + 20);
        return System.currentTimeMillis();
    }

    private long expiry() {
        return Long.parseLong(cluster.item(browser.id()).get("expiry").n());
    }

    private long maxInactive() {
        return Long.parseLong(cluster.item(browser.id()).get("maxInactive").n());
    }

    private void assertServed() throws Exception {
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(browser.user(other)).isEqualTo("ann");
    }
}
