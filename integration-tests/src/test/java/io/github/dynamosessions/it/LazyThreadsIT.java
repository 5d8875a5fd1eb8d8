package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first use of a session on another thread than that of its request, on several at once, and in other dispatches. */
class LazyThreadsIT extends PageSuite {

    private static final int THREADS = 4;
    private static final Map<String, Integer> ONE_GET = Map.of("GetItem", 1);
    private static final Executor NEW_THREAD = work -> new Thread(work, "of the application").start();

    @BeforeEach
    void addPages() throws Exception {
        browser.login(other);
        other.page("/second-thread", (request, response) -> {
            String seen = onNewThread(() -> user(request)).join();
            response.getWriter().print(seen + " " + user(request));
        });
        other.page("/change-on-second-thread", (request, response) -> {
            onNewThread(() -> {
                        request.getSession().setAttribute("user", "bob");
                        return "";
                    })
                    .join();
            response.getWriter().print("changed");
        });
        other.page("/many-threads", (request, response) -> {
            List<CompletableFuture<String>> seen = IntStream.range(0, THREADS)
                    .mapToObj(i -> onNewThread(() -> user(request)))
                    .toList();
            response.getWriter()
                    .print(String.join(
                            " ", seen.stream().map(CompletableFuture::join).toList()));
        });
        other.page("/forward", (request, response) -> request.getRequestDispatcher(request.getParameter("to"))
                .forward(request, response));
        other.page("/include", (request, response) -> {
            if (request.getDispatcherType() != DispatcherType.INCLUDE) {
                request.getRequestDispatcher("/include").include(request, response);
            } else if (request.getParameter("use") != null) {
                response.getWriter().print(user(request));
            }
        });
        other.page("/use-and-forward", (request, response) -> {
            user(request);
            request.getRequestDispatcher("/get").forward(request, response);
        });
        putAsync("/async-unused", request -> "unused");
        putAsync("/async-use", LazyThreadsIT::user);
    }

    @Test
    void aSecondThreadOfTheRequestMayUseTheSessionFirst() throws Exception {
        assertThat(callsOf("/second-thread", 200)).isEqualTo(ONE_GET);
        assertThat(browser.get(other, "/second-thread").body()).isEqualTo("ann ann");
    }

    @Test
    void whatASecondThreadChangesInItsFirstUseIsSaved() throws Exception {
        assertThat(callsOf("/change-on-second-thread", 200)).isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
        assertThat(browser.user(node)).isEqualTo("bob");
    }

    @Test
    void aSessionThatASecondThreadCreatesIsSaved() throws Exception {
        JettyBrowser visitor = JettyBrowser.http1();
        cluster.proxy().resetCounts();
        assertThat(visitor.get(other, "/change-on-second-thread").statusCode()).isEqualTo(200);
        assertThat(cluster.proxy().calls()).isEqualTo(Map.of("PutItem", 1));
        assertThat(visitor.user(node)).isEqualTo("bob");
    }

    @Test
    void aFirstUseOnASecondThreadThatFailsIsAnswered503() throws Exception {
        cluster.proxy().on("GetItem").fail();
        assertThat(callsOf("/second-thread", 503)).isEqualTo(ONE_GET);
    }

    @Test
    void severalThreadsThatUseTheSessionFirstAtTheSameTimeReadItOnce() throws Exception {
        cluster.proxy().on("GetItem").delay(Duration.ofMillis(300));
        assertThat(callsOf("/many-threads", 200)).isEqualTo(ONE_GET);
        assertThat(browser.get(other, "/many-threads").body()).isEqualTo("ann ann ann ann");
    }

    @Test
    void severalThreadsThatUseTheSessionFirstAtTheSameTimeFailTogether() throws Exception {
        cluster.proxy().on("GetItem").fail();
        assertThat(callsOf("/many-threads", 503)).isEqualTo(ONE_GET);
    }

    @Test
    void noThreadSeesAnExpiredSession() throws Exception {
        cluster.expireAt(browser.id(), System.currentTimeMillis() - 60_000);
        cluster.proxy().on("UpdateItem").delay(Duration.ofMillis(300)); // which ends it
        assertThat(browser.get(other, "/many-threads").body()).isEqualTo("no session no session no session no session");
    }

    @Test
    void anAsynchronousRequestThatDoesNotUseItsSessionMakesNoCall() throws Exception {
        assertThat(callsOf("/async-unused", 200)).isEmpty();
    }

    @Test
    void anAsynchronousRequestMayUseItsSessionFirstOnAnotherThread() throws Exception {
        assertThat(callsOf("/async-use", 200)).isEqualTo(ONE_GET);
        assertThat(browser.get(other, "/async-use").body()).isEqualTo("ann");
    }

    @Test
    void anAsynchronousRequestWhoseFirstUseFailsIsAnswered503() throws Exception {
        cluster.proxy().on("GetItem").fail();
        assertThat(callsOf("/async-use", 503)).isEqualTo(ONE_GET);
        cluster.proxy().healAll();
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void aForwardMakesACallOnlyIfItsTargetUsesTheSession() throws Exception {
        assertThat(callsOf("/forward?to=/hello", 200)).isEmpty();
        assertThat(callsOf("/forward?to=/get&name=user", 200)).isEqualTo(ONE_GET);
        assertThat(browser.get(other, "/forward?to=/get&name=user").body()).isEqualTo("ann");
    }

    @Test
    void anIncludeMakesACallOnlyIfWhatIsIncludedUsesTheSession() throws Exception {
        assertThat(callsOf("/include", 200)).isEmpty();
        assertThat(callsOf("/include?use", 200)).isEqualTo(ONE_GET);
        assertThat(browser.get(other, "/include?use").body()).isEqualTo("ann");
    }

    @Test
    void aForwardSharesTheSessionThatWasRead() throws Exception {
        assertThat(callsOf("/use-and-forward?name=user", 200)).isEqualTo(ONE_GET);
        assertThat(browser.get(other, "/use-and-forward?name=user").body()).isEqualTo("ann");
    }

    @Test
    void aForwardWhoseTargetCannotReadTheSessionIsAnswered503() throws Exception {
        cluster.proxy().on("GetItem").fail();
        assertThat(callsOf("/forward?to=/get&name=user", 503)).isEqualTo(ONE_GET);
    }

    /** A page that uses its session when its servlet has returned. */
    private void putAsync(String path, Function<HttpServletRequest, String> use) {
        AtomicReference<HttpServletRequest> current = new AtomicReference<>();
        other.servlet()
                .putLater(
                        path,
                        (request, response) -> current.set(request),
                        () -> onNewThread(() -> use.apply(current.get())));
    }

    private static CompletableFuture<String> onNewThread(Supplier<String> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.get();
                    } catch (Error e) { // the application goes on
                        return "failed";
                    }
                },
                NEW_THREAD);
    }

    private static String user(HttpServletRequest request) {
        var session = request.getSession(false);
        return session == null ? "no session" : String.valueOf(session.getAttribute("user"));
    }

    private Map<String, Integer> callsOf(String pathAndQuery, int status) throws Exception {
        cluster.proxy().resetCounts();
        HttpResponse<String> response = browser.get(other, pathAndQuery);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        browser.getWithoutCookie(other, "/hello");
        return cluster.proxy().calls();
    }
}
