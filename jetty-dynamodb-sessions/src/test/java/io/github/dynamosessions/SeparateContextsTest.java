package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.createdWithoutTtl;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One table, the same session id everywhere, as Jetty has it: contexts, virtual hosts and prefixes never meet. */
class SeparateContextsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final long AN_HOUR_MS = 3_600_000;

    private final String table = dynamoDb.newTableName();
    private final List<Node> nodes = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        for (String prefix : List.of("", "shop", "shop:")) {
            DynamoSessionOptions options = createdWithoutTtl(dynamoDb.client(), table)
                    .keyPrefix(prefix)
                    .build();
            for (String context : List.of("/", "/a", "/a/b", "/a_b", "/a%7Cb", "/käse")) {
                nodes.add(Node.start(options, context));
                nodes.add(Node.start(options, context, "one.example", "two.example"));
                nodes.add(Node.start(options, context, "*.example"));
            }
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::close);
    }

    @Test
    void theSameIdIsAnotherSessionInEachOfThem() throws Exception {
        for (int i = 0; i < nodes.size(); i++) {
            assertThat(nodes.get(i).store().load("id")).isNull();
            assertThat(nodes.get(i).store().exists("id")).isFalse();
            nodes.get(i).create("id", Map.of("number", i));
        }
        for (int i = 0; i < nodes.size(); i++) {
            assertThat(nodes.get(i).attributes("id")).containsExactly(Map.entry("number", i));
        }
        nodes.get(0).store().delete("id");
        for (int i = 1; i < nodes.size(); i++) {
            assertThat(nodes.get(i).store().exists("id")).isTrue();
        }
    }

    @Test
    void eachFindsItsOwnExpiredSessionsOnly() throws Exception {
        long expiredMs = System.currentTimeMillis() - AN_HOUR_MS;
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).createExpired("id|" + i, Map.of(), expiredMs);
        }
        for (int i = 0; i < nodes.size(); i++) {
            assertThat(nodes.get(i).store().doGetExpired(System.currentTimeMillis()))
                    .containsExactly("id|" + i);
        }
    }

    /** A prefix is an application; it may be the beginning of another one's. */
    @Test
    void orphansAreThoseOfTheSamePrefix() throws Exception {
        long expiredMs = System.currentTimeMillis() - AN_HOUR_MS;
        for (Node node : nodes) {
            node.createExpired("id", Map.of(), expiredMs);
        }
        int perPrefix = nodes.size() / 3;
        nodes.get(perPrefix).store().doCleanOrphans(System.currentTimeMillis()); // of "shop"
        for (int i = 0; i < nodes.size(); i++) {
            boolean ofShop = i / perPrefix == 1;
            assertThat(!isStored(nodes.get(i))).as("node %d is cleaned", i).isEqualTo(ofShop);
        }
        nodes.get(0).store().doCleanOrphans(System.currentTimeMillis()); // of ""
        assertThat(isStored(nodes.get(nodes.size() - 1))).isTrue();
        assertThat(isStored(nodes.get(1))).isFalse();
        assertThat(nodes.get(0).store().doGetExpired(System.currentTimeMillis()))
                .isEqualTo(Set.of());
    }

    /** Whether the session is there, expired as it is. What is not there is expired by Jetty's contract. */
    private static boolean isStored(Node node) {
        return node.store().doCheckExpired(Set.of("id"), 0).isEmpty();
    }
}
