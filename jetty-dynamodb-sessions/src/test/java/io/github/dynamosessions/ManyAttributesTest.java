package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.Node;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More changes in one request than DynamoDB takes in one expression. */
class ManyAttributesTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final DynamoSessionOptions options =
            existing(dynamoDb.client(), dynamoDb.newTable("sessionId")).build();

    @Test
    void aThousandChangesOfOneRequestAllArrive() throws Exception {
        try (Node node = Node.start(options)) {
            Map<String, String> before = new HashMap<>();
            Map<String, String> after = new HashMap<>();
            for (int i = 0; i < 1_000; i++) {
                before.put("old" + i, "" + i);
                after.put("new" + i, "" + i);
                after.put("old" + i, "changed");
            }
            after.keySet().removeIf(name -> name.matches("old\\d*7"));
            node.create("id", before);

            SessionData data = node.store().load("id");
            before.keySet().forEach(name -> data.setAttribute(name, after.get(name)));
            after.forEach(data::setAttribute);
            node.store().store("id", data);

            assertThat(node.attributes("id")).isEqualTo(after);
        }
    }

    @Test
    void nothingOfThemRevivesALoggedOutSession() throws Exception {
        try (Node node = Node.start(options)) {
            node.create("gone", Map.of());
            SessionData data = node.store().load("gone");
            for (int i = 0; i < 1_000; i++) {
                data.setAttribute("a" + i, i);
            }
            node.store().delete("gone");
            node.store().store("gone", data);
            assertThat(node.store().load("gone")).isNull();
        }
    }
}
