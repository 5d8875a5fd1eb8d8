package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.DynamoSessionDataStore.Health;
import io.github.dynamosessions.DynamoSessionDataStore.Health.Status;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DynamoDB does not answer many requests at once: those that follow are answered at once. */
@ParameterizedClass
@EnumSource(PageServer.class)
class OutageIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final Logger LOG = LoggerFactory.getLogger(OutageIT.class);
    private static final int REQUESTS = 600;
    private static final int THREADS = 64;
    private static final int ATTEMPTS = 2;
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);

    @Parameter
    PageServer server;

    private final JettyBrowser browser = JettyBrowser.http1();
    private JettyCluster cluster;
    private PageNode node;
    private JettyLogs logs;

    private void start() throws Exception {
        start(CALL_TIMEOUT);
    }

    private void start(Duration callTimeout) throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        cluster.start().close(); // creates the table
        logs = JettyLogs.capture();
        node = cluster.start(
                cluster.options()
                        .autoCreateTable(false)
                        .apiCallTimeout(callTimeout)
                        .apiCallAttemptTimeout(callTimeout.dividedBy(ATTEMPTS))
                        .maxAttempts(ATTEMPTS),
                THREADS);
        await().ignoreExceptions().until(() -> !browser.login(node).isEmpty());
        for (String page : List.of("/hello", "/get?name=user")) {
            assertThat(browser.get(node, page).statusCode()).isEqualTo(200);
        }
    }

    @AfterEach
    void stop() {
        if (cluster != null) {
            logs.close();
            cluster.proxy().healAll();
            cluster.close();
        }
    }

    @Test
    void sixHundredRequestsAtOnceMakeTheCallsOfOneRoundOfThreads() throws Exception {
        start();
        cluster.proxy().onAll().hang();
        cluster.proxy().resetCounts();

        List<Answer> answers = requests("/get?name=user");

        assertThat(answers).allMatch(answer -> answer.status() == 503);
        assertThat(cluster.proxy().calls("GetItem")).isLessThanOrEqualTo(THREADS * ATTEMPTS + 20);
        LOG.info(
                "{}: median {} ms, last {} ms, {} calls",
                server,
                millis(answers, REQUESTS / 2),
                millis(answers, REQUESTS - 1),
                cluster.proxy().calls("GetItem"));
        assertThat(logs.with("Cannot reach table '" + cluster.table()))
                .singleElement()
                .asString()
                .startsWith("WARN")
                .hasSizeLessThanOrEqualTo("WARN ".length() + 300)
                .doesNotContain("\n");
        assertThat(node.store().statistics().getOutages()).isEqualTo(1);
        assertThat(browser.get(node, "/hello").body()).isEqualTo("hello");

        cluster.proxy().healAll();
        await().until(() -> browser.user(node).equals("ann"));
        assertThat(logs.with(cluster.table()))
                .filteredOn(line -> line.contains("reachable again"))
                .singleElement()
                .asString()
                .startsWith("INFO")
                .matches(".*is reachable again after \\d+ s");
        assertThat(node.store().statistics().getOutages()).isEqualTo(1);
    }

    @Test
    void nothingThatIsNotSentIsReportedAsSaved() throws Exception {
        start(CALL_TIMEOUT.multipliedBy(3));
        String id = browser.id();
        GatedPage change = new GatedPage(2, (request, response) -> {
            if (request.getParameter("rotate") == null) {
                request.getSession().setAttribute("user", "bob");
            } else {
                request.changeSessionId();
            }
        });
        node.page("/late", change);
        CompletableFuture<HttpResponse<String>> changing = browser.twin().getLater(node, "/late");
        CompletableFuture<HttpResponse<String>> rotating = browser.twin().getLater(node, "/late?rotate=");
        change.awaitBegun();
        var stored = cluster.item(id);
        Fault away = cluster.proxy().onAll().hang();
        requests("/get?name=user");
        awaitTry(); // so that no other call is sent for as long as a call takes
        JettyBrowser newcomer = JettyBrowser.http1();
        List<HttpResponse<String>> refused = new ArrayList<>();
        for (String page : List.of("/set?name=user&value=bob", "/rotate", "/logout")) {
            refused.add(browser.get(node, page));
        }
        refused.add(newcomer.get(node, "/set?name=user&value=eve"));
        change.open();
        refused.add(changing.join());
        refused.add(rotating.join());

        assertThat(refused).allSatisfy(response -> {
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(JettyBrowser.setCookies(response)).isEmpty();
        });
        away.heal();
        assertThat(cluster.item(id)).isEqualTo(stored);
        await().until(() -> browser.user(node).equals("ann"));
        assertThat(browser.id()).isEqualTo(id);
        assertThat(cluster.item(id)).isEqualTo(stored);
    }

    @Test
    void itsHealthIsKnownWithoutACallForEachWhoAsks() throws Exception {
        start();
        cluster.proxy().resetCounts();
        for (int i = 0; i < 100; i++) {
            assertThat(node.store().health().isReady()).isTrue();
        }
        assertThat(cluster.proxy().calls()).isEmpty();

        Fault away = cluster.proxy().onAll().hang();
        requests("/get?name=user");
        await().until(() -> node.store().health().status() == Status.UNREACHABLE);
        cluster.proxy().resetCounts();
        long startNanos = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            Health health = node.store().health();
            assertThat(health.status()).isEqualTo(Status.UNREACHABLE);
            assertThat(health.reason()).isNotBlank().hasSizeLessThanOrEqualTo(160);
        }
        long seconds = Duration.ofNanos(System.nanoTime() - startNanos).toSeconds() + 1;
        assertThat(cluster.proxy().calls("GetItem")).isLessThanOrEqualTo((int) (ATTEMPTS * seconds));

        away.heal();
        await().until(() -> node.store().health().isReady());
        assertThat(browser.user(node)).isEqualTo("ann");

        cluster.proxy().on("GetItem").denyAccess();
        await().atMost(Duration.ofSeconds(20)).until(() -> node.store().health().status() == Status.REFUSED);

        node.close();
        assertThat(node.store().health().status()).isEqualTo(Status.STOPPED);
    }

    @Test
    void errorsOfDynamoDbAreNoOutage() throws Exception {
        start(CALL_TIMEOUT.multipliedBy(10));
        Fault throttled = cluster.proxy().onAll().throttle();
        requests("/get?name=user");
        throttled.heal();
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(node.store().statistics().getOutages()).isZero();
    }

    /** Requests until the call of one of them is the one that tries again. */
    private void awaitTry() {
        cluster.proxy().resetCounts();
        await().until(() -> {
            browser.twin().getLater(node, "/get?name=user");
            return cluster.proxy().calls("GetItem") > 0;
        });
    }

    private record Answer(int status, long nanos) {}

    /** All at once, over connections that are there. */
    private List<Answer> requests(String page) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(node.uri(page))
                .header("Cookie", "JSESSIONID=" + browser.cookieValue())
                .build();
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            long startNanos = System.nanoTime();
            answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .thenApply(response -> new Answer(response.statusCode(), System.nanoTime() - startNanos)));
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private static long millis(List<Answer> answers, int rank) {
        List<Long> sorted = new ArrayList<>(answers.stream().map(Answer::nanos).toList());
        Collections.sort(sorted);
        return Duration.ofNanos(sorted.get(rank)).toMillis();
    }
}
