package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A node is stopped while its clients are busy: nothing is lost that was answered. */
@ParameterizedClass
@EnumSource(PageServer.class)
class GracefulStopIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final int CLIENTS = 6;
    private static final int WRITES_BEFORE_THE_STOP = 60;

    /** For answers that had left the node when it was closed. */
    private static final int ANSWERS_ARRIVE_SECONDS = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Parameter
    PageServer server;

    private final Map<String, List<String>> saved = new ConcurrentHashMap<>();

    @Test
    void everyChangeThatWasAnsweredIsThereWhenTheNodeIsGone() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (JettyCluster cluster = new JettyCluster(server, dynamoDb)) {
            PageNode node = cluster.start();
            PageNode other = cluster.start();
            List<JettyBrowser> browsers = new ArrayList<>();
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                JettyBrowser browser = JettyBrowser.http1();
                browsers.add(browser);
                saved.put(browser.login(other), new CopyOnWriteArrayList<>());
                clients.add(threads.submit(() -> changeUntilTheEnd(browser, node)));
            }
            await().until(() -> writes() >= WRITES_BEFORE_THE_STOP);
            node.close();
            threads.shutdown();
            if (!threads.awaitTermination(ANSWERS_ARRIVE_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow(); // Jetty leaves a connection open that it accepts while it stops
            }
            for (Future<?> client : clients) {
                client.get();
            }

            for (JettyBrowser browser : browsers) {
                assertThat(browser.user(other)).isEqualTo("ann");
                assertThat(cluster.attributes(browser.id()))
                        .containsKeys(saved.get(browser.id()).toArray(String[]::new));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aRequestThatHasAnsweredAndGoesOnIsWaitedFor() throws Exception {
        try (JettyCluster cluster = new JettyCluster(server, dynamoDb)) {
            PageNode node = cluster.start();
            JettyBrowser browser = JettyBrowser.http1();
            String id = browser.login(node);
            CountDownLatch answered = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            node.page("/set-behind", (request, response) -> {
                response.flushBuffer();
                answered.countDown();
                goOn.await();
                request.getSession().setAttribute("late", "1");
            });
            var answer = browser.twin().getLater(node, "/set-behind");
            answered.await();
            node.server().setStopTimeout(PATIENCE.toMillis());
            CompletableFuture<Void> closing = CompletableFuture.runAsync(node::close);
            await().until(() -> isRefused(browser, node));
            goOn.countDown();

            assertThat(answer).succeedsWithin(PATIENCE);
            assertThat(closing).succeedsWithin(PATIENCE);
            assertThat(cluster.attributes(id)).containsKey("late");
        }
    }

    private static boolean isRefused(JettyBrowser browser, PageNode node) throws InterruptedException {
        try {
            return browser.get(node, "/hello").statusCode() == 503;
        } catch (IOException e) {
            return true;
        }
    }

    private void changeUntilTheEnd(JettyBrowser browser, PageNode node) {
        for (int i = 0; true; i++) {
            try {
                int status =
                        browser.get(node, "/set?name=name" + i + "&value=1").statusCode();
                if (status == 200) {
                    saved.get(browser.id()).add("name" + i);
                }
            } catch (IOException | InterruptedException e) {
                return; // the node is gone
            }
        }
    }

    private int writes() {
        return saved.values().stream().mapToInt(List::size).sum();
    }
}
