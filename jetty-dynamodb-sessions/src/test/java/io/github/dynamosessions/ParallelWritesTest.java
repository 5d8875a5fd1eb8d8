package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ParallelWritesTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final int THREADS = 20;

    private final DynamoSessionOptions options =
            existing(dynamoDb.client(), dynamoDb.newTable("sessionId")).build();

    @Test
    void requestsOfTwoNodesAtOnceKeepEachOthersAttributes() throws Exception {
        try (Node first = Node.start(options);
                Node second = Node.start(options)) {
            first.create("id", Map.of("attribute0", "before", "other", "kept"));
            atOnce((thread, allHaveRead) -> {
                Node node = thread % 2 == 0 ? first : second;
                SessionData data = node.store().load("id");
                allHaveRead.await(10, TimeUnit.SECONDS);
                data.setAttribute("attribute" + thread, thread);
                node.store().store("id", data);
            });
            Map<String, Object> expected = new HashMap<>(Map.of("other", "kept"));
            for (int i = 0; i < THREADS; i++) {
                expected.put("attribute" + i, i);
            }
            assertThat(second.attributes("id")).isEqualTo(expected);
        }
    }

    @Test
    void removalsAndChangesAtOnceKeepEachOther() throws Exception {
        try (Node first = Node.start(options);
                Node second = Node.start(options)) {
            Map<String, Integer> before = new HashMap<>();
            Map<String, Integer> after = new HashMap<>();
            for (int i = 0; i < THREADS; i++) {
                before.put("attribute" + i, i);
                if (i % 3 != 0) {
                    after.put("attribute" + i, -i);
                }
            }
            first.create("id2", before);
            atOnce((thread, allHaveRead) -> {
                Node node = thread % 2 == 0 ? first : second;
                SessionData data = node.store().load("id2");
                allHaveRead.await(10, TimeUnit.SECONDS);
                data.setAttribute("attribute" + thread, thread % 3 == 0 ? null : -thread);
                node.store().store("id2", data);
            });
            assertThat(first.attributes("id2")).isEqualTo(after);
        }
    }

    @Test
    void ofTheSameAttributeTheLastWriteWins() throws Exception {
        try (Node first = Node.start(options);
                Node second = Node.start(options)) {
            first.create("id3", Map.of());
            SessionData early = first.store().load("id3");
            SessionData late = second.store().load("id3");
            early.setAttribute("a", "early");
            late.setAttribute("a", "late");
            first.store().store("id3", early);
            second.store().store("id3", late);
            assertThat(first.attributes("id3")).containsExactly(Map.entry("a", "late"));
        }
    }

    private interface Request {
        void run(int thread, CyclicBarrier allHaveRead) throws Exception;
    }

    private static void atOnce(Request request) throws Exception {
        CyclicBarrier allHaveRead = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                done.add(threads.submit(() -> {
                    request.run(thread, allHaveRead);
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
