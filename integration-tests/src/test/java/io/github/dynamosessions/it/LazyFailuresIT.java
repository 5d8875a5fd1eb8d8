package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While DynamoDB is away: requests that do not use their session do not notice, and the first use of a session fails once. */
class LazyFailuresIT extends PageSuite {

    private static final int REQUESTS = 200;
    private static final int ROUNDS = 20;

    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final AtomicInteger worked = new AtomicInteger();

    @BeforeEach
    void addPages() throws Exception {
        errors.clear();
        worked.set(0);
        browser.login(other);
        other.page("/work-then-use", (request, response) -> {
            worked.incrementAndGet();
            response.getWriter().print(request.getSession(false));
        });
        other.page("/use-often", (request, response) -> {
            collectError(() -> request.getSession(false));
            collectError(request::getSession);
            collectError(request::isRequestedSessionIdValid);
            collectError(request::changeSessionId);
            collectError(() -> request.getSession(false));
            response.getWriter().print("all is well");
        });
        other.page("/use-late", (request, response) -> {
            response.getWriter().print("first part");
            response.flushBuffer();
            response.getWriter().print(request.getSession(false));
        });
        other.page("/use-late-and-go-on", (request, response) -> {
            response.getWriter().print("first part");
            response.flushBuffer();
            collectError(() -> request.getSession(false));
            response.getWriter().print("last part");
        });
    }

    @Test
    void aRouteThatDoesNotUseItsSessionIsServedWhileDynamoDbHangs() throws Exception {
        cluster.proxy().onAll().hang();
        cluster.proxy().resetCounts();
        for (PageNode each : List.of(node, other)) {
            HttpResponse<String> response = browser.get(each, "/hello");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("hello");
        }
        assertThat(cluster.proxy().calls()).isEmpty();
    }

    @Test
    void twoHundredRequestsAtOnceThatDoNotUseTheirSessionAreServedWhileDynamoDbHangs() throws Exception {
        cluster.proxy().onAll().hang();
        cluster.proxy().resetCounts();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<Long> without = new ArrayList<>();
        List<Long> with = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<Long> nanosWithout = nanosOfAll(client, "");
            List<Long> nanosWith = nanosOfAll(client, "JSESSIONID=" + browser.cookieValue());
            if (round >= ROUNDS / 2) { // what is slow the first time is over
                without.addAll(nanosWithout);
                with.addAll(nanosWith);
            }
        }
        assertThat(cluster.proxy().calls()).isEmpty();
        System.out.printf(
                "%s, %d requests at once while DynamoDB hangs: median %.1f ms with a cookie, %.1f ms without, ratio %.2f%n",
                server, REQUESTS, medianMs(with), medianMs(without), medianMs(with) / medianMs(without));
    }

    @Test
    void aFirstUseThatFailsIsAnswered503WithoutACookieAndTheSessionGoesOn() throws Exception {
        cluster.proxy().on("GetItem").fail();
        HttpResponse<String> response = browser.get(other, "/get?name=user");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(JettyBrowser.setCookies(response)).isEmpty();

        cluster.proxy().healAll();
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void whatTheApplicationDidBeforeTheFirstUseHasHappened() throws Exception {
        cluster.proxy().on("GetItem").fail();
        assertThat(browser.get(other, "/work-then-use").statusCode()).isEqualTo(503);
        assertThat(worked).hasValue(1);
    }

    @Test
    void laterUsesInTheRequestFailWithTheSameErrorAndMakeNoCall() throws Exception {
        cluster.proxy().on("GetItem").fail();
        cluster.proxy().resetCounts();

        HttpResponse<String> response = browser.get(other, "/use-often");

        assertThat(response.statusCode()).as("though the application said 200").isEqualTo(503);
        assertThat(response.body()).doesNotContain("all is well");
        assertThat(errors).hasSize(5).containsOnly(errors.get(0));
        assertThat(errors.get(0)).isInstanceOf(Error.class);
        assertThat(cluster.proxy().calls()).isEqualTo(Map.of("GetItem", 1));
    }

    @Test
    void noLaterUseSucceedsOnceDynamoDbIsBack() throws Exception {
        cluster.proxy().on("GetItem").times(1).fail();
        assertThat(browser.get(other, "/use-often").statusCode()).isEqualTo(503);
        assertThat(errors).hasSize(5);
        assertThat(browser.get(other, "/use-often").statusCode()).isEqualTo(200);
        assertThat(errors).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/use-late", "/use-late-and-go-on"})
    void afterTheFirstByteAFirstUseThatFailsBreaksTheResponseOff(String route) throws Exception {
        assertThat(browser.get(other, route).body()).startsWith("first part");
        cluster.proxy().on("GetItem").fail();
        assertThatThrownBy(() -> browser.get(other, route)).isInstanceOf(IOException.class);
        cluster.proxy().healAll();
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    private void collectError(Runnable use) {
        try {
            use.run();
        } catch (Error e) {
            errors.add(e);
        }
    }

    /** How long each of many requests at once takes, all of which are answered 200. */
    private List<Long> nanosOfAll(HttpClient client, String cookie) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(other.uri("/hello"));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        List<CompletableFuture<Long>> answers = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            long begin = System.nanoTime();
            answers.add(client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                    .thenApply(response -> {
                        assertThat(response.statusCode()).isEqualTo(200);
                        return System.nanoTime() - begin;
                    }));
        }
        List<Long> nanos = new ArrayList<>();
        for (CompletableFuture<Long> answer : answers) {
            nanos.add(answer.get(1, TimeUnit.MINUTES));
        }
        return nanos;
    }

    private static double medianMs(List<Long> nanos) {
        return nanos.stream().sorted().toList().get(nanos.size() / 2) / 1e6;
    }
}
