package io.github.dynamosessions.benchmarks.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.benchmarks.dynamo.Capacity;
import io.github.dynamosessions.benchmarks.dynamo.LocalTable;
import io.github.dynamosessions.benchmarks.node.JettyNode;
import io.github.dynamosessions.benchmarks.node.SessionPages;
import io.github.dynamosessions.benchmarks.node.Visitor;
import io.github.dynamosessions.benchmarks.session.SessionContent;
import io.github.dynamosessions.benchmarks.session.Shape;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** It works, and it makes the calls that a port of Jetty's pattern makes. */
class WholeItemSessionDataStoreTest {

    private static LocalTable table;
    private static JettyNode node;

    private final Visitor visitor = new Visitor(node);

    @BeforeAll
    static void start() throws Exception {
        table = LocalTable.create();
        node = JettyNode.start(
                new SessionPages(SessionContent.of(Shape.MIXED, 2_000)),
                new WholeItemSessionDataStore(table.client()),
                WholeItemSessionDataStore.caches());
    }

    @AfterAll
    static void stop() {
        node.close();
        table.close();
    }

    @BeforeEach
    void begin() {
        visitor.visit("/create");
    }

    @Test
    void aReadAlsoWrites() {
        assertThat(callsOf("/read")).isEqualTo(Map.of("GetItem", 1L, "PutItem", 1L));
    }

    @Test
    void aChangeIsWrittenAtCommitAndAtRelease() {
        assertThat(callsOf("/change")).isEqualTo(Map.of("GetItem", 1L, "PutItem", 2L));
    }

    @Test
    void aSessionLivesOnUnderItsNewIdAndEndsAtLogout() {
        visitor.visit("/login");
        visitor.visit("/read");
        visitor.visit("/logout");

        assertThat(visitor.tries("/read")).isFalse();
    }

    private Map<String, Long> callsOf(String page) {
        Capacity before = table.consumed();
        visitor.visit(page);
        return table.consumed().since(before).calls();
    }
}
