package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.CapturedLogs;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.TextSerializer;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application that has no allow-list gets one. */
class UsedClassesTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final String OPEN = "Java deserialization accepts every class";

    record Line(String sku) implements Serializable {}

    private final String table = dynamoDb.newTable("sessionId");

    @Test
    void aNodeWithoutAnAllowListSaysSoAndListsWhatItHasUsed() throws Exception {
        Map<String, Object> cart =
                new HashMap<>(Map.of("lines", new ArrayList<>(List.of(new Line("pen"))), "on", LocalDate.EPOCH));
        List<String> used;
        try (CapturedLogs logs = CapturedLogs.of("io.github.dynamosessions.internal.store.SessionStore")) {
            try (Node node = Node.start(existing(dynamoDb.client(), table).build(), "/used")) {
                assertThat(logs.with(OPEN)).isNotEmpty().allMatch(line -> line.startsWith("WARN "));
                assertThat(node.store().statistics().getUsedClasses()).isEmpty();
                node.create("id", Map.of("cart", cart, "user", "ann"));
                used = node.store().statistics().getUsedClasses();
            }
            assertThat(used).containsExactly("io.github.dynamosessions.*", "java.lang.*", "java.time.*", "java.util.*");
            assertThat(logs.with("/used|0.0.0.0| have used"))
                    .containsExactly("INFO Sessions of /used|0.0.0.0| have used allowedClasses="
                            + "io.github.dynamosessions.*,java.lang.*,java.time.*,java.util.*");
        }

        try (Node node = Node.start(
                existing(dynamoDb.client(), table)
                        .allowedClasses(used.toArray(String[]::new))
                        .build(),
                "/used")) {
            assertThat(node.attributes("id")).containsEntry("cart", cart);
            node.set("id", "cart", new HashMap<>(cart));
            assertThat(node.store().statistics().getUsedClasses()).isEmpty();
        }
    }

    @Test
    void aSerializerOfOnesOwnNeedsNone() throws Exception {
        DynamoSessionOptions options = existing(dynamoDb.client(), table)
                .serializer(new TextSerializer())
                .build();
        try (Node node = Node.start(options, "/text")) {
            node.create("id", Map.of("text", new StringBuilder("pen"), "cut", "half \uD83D"));
            assertThat(node.attributes("id")).containsEntry("cut", "half \uD83D");
            assertThat(node.store().statistics().getUsedClasses()).isEmpty();
            assertThat(options.storeSettings().attributes().isOpen()).isFalse();
        }
        assertThat(options.toString()).contains("allowedClasses=none");
    }
}
