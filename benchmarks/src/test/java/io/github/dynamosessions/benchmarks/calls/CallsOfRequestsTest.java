package io.github.dynamosessions.benchmarks.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.benchmarks.dynamo.Capacity;
import io.github.dynamosessions.benchmarks.dynamo.LocalTable;
import io.github.dynamosessions.benchmarks.node.JettyNode;
import io.github.dynamosessions.benchmarks.node.SessionPages;
import io.github.dynamosessions.benchmarks.node.StoreSettings;
import io.github.dynamosessions.benchmarks.node.Visitor;
import io.github.dynamosessions.benchmarks.session.SessionContent;
import io.github.dynamosessions.benchmarks.session.Shape;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the figures are made of: the calls of this library for one request each. */
class CallsOfRequestsTest {

    private static final Map<String, Long> READ = Map.of("GetItem", 1L);
    private static final Map<String, Long> READ_AND_UPDATE = Map.of("GetItem", 1L, "UpdateItem", 1L);

    private static LocalTable table;
    private static JettyNode node;

    private final Visitor visitor = new Visitor(node);

    @BeforeAll
    static void start() throws Exception {
        table = LocalTable.create();
        node = JettyNode.start(
                new SessionPages(SessionContent.of(Shape.MIXED, 2_000)),
                StoreSettings.DEFAULT.options(table.client()).build());
    }

    @AfterAll
    static void stop() {
        node.close();
        table.close();
    }

    @BeforeEach
    void begin() {
        assertThat(callsOf("/create")).isEqualTo(Map.of("PutItem", 1L));
    }

    @Test
    void aRequestThatDoesNotUseItsSessionMakesNone() {
        assertThat(callsOf("/unused")).isEmpty();
    }

    @Test
    void aReadIsOneCall() {
        assertThat(callsOf("/read")).isEqualTo(READ);
    }

    @Test
    void aReadATenthOfTheIdleTimeoutLaterIsAlsoWritten() {
        table.letTimePass(visitor.selector(), Duration.ofSeconds(170));
        assertThat(callsOf("/read")).isEqualTo(READ);
        table.letTimePass(visitor.selector(), Duration.ofSeconds(20));
        assertThat(callsOf("/read")).isEqualTo(READ_AND_UPDATE);
        assertThat(callsOf("/read")).isEqualTo(READ);
    }

    @Test
    void aChangeIsReadAndWritten() {
        assertThat(callsOf("/change")).isEqualTo(READ_AND_UPDATE);
    }

    @Test
    void aRotationIsReadAndWrittenWithOrWithoutAttributes() {
        assertThat(callsOf("/rotate")).isEqualTo(READ_AND_UPDATE);
        assertThat(callsOf("/login")).isEqualTo(READ_AND_UPDATE);
    }

    @Test
    void aLogoutIsReadAndWritten() {
        assertThat(callsOf("/logout")).isEqualTo(READ_AND_UPDATE);
        assertThat(visitor.tries("/read")).isFalse();
    }

    private Map<String, Long> callsOf(String page) {
        Capacity before = table.consumed();
        visitor.visit(page);
        return table.consumed().since(before).calls();
    }
}
