package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.RecordedCalls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** What is sent when a session has changed. */
class WrittenAttributesTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final List<String> ALWAYS = List.of("lastNode", "version");

    private final RecordedCalls calls = new RecordedCalls(dynamoDb.endpoint());
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = Node.start(
                existing(calls.client(), dynamoDb.newTable("sessionId")).build());
    }

    @AfterEach
    void stop() {
        node.close();
        calls.close();
    }

    @Test
    void onlyTheChangedAttributeIsWritten() throws Exception {
        node.create("id", Map.of("cart", new ArrayList<>(List.of("pen")), "user", "ann", "count", 1));
        SessionData data = node.store().load("id");
        data.setAttribute("count", 2);
        assertThat(written(data)).isEqualTo("attributes.count, versions.count");
    }

    @Test
    void afterTheCreationOnlyTheChangedAttributeIsWritten() throws Exception {
        SessionData data = node.create("id", Map.of("user", "ann", "count", 1));
        data.setDirty(true); // without a name
        data.setAttribute("count", 2);
        assertThat(written(data)).isEqualTo("attributes.count, versions.count");
    }

    @Test
    void afterAChangeOnlyTheNextChangedAttributeIsWritten() throws Exception {
        node.create("id", Map.of("user", "ann", "count", 1));
        SessionData data = node.store().load("id");
        data.setAttribute("count", 2);
        node.store().store("id", data);
        data.setDirty(true);
        data.setAttribute("user", "ben");
        assertThat(written(data)).isEqualTo("attributes.user, versions.user");
    }

    @Test
    void aRemovedAttributeIsRemovedByName() throws Exception {
        node.create("id", Map.of("user", "ann", "count", 1));
        SessionData data = node.store().load("id");
        data.setAttribute("user", null);
        assertThat(written(data)).isEqualTo("versions.user REMOVE attributes.user");
        assertThat(node.attributes("id")).containsOnlyKeys("count");
    }

    @Test
    void theSameValueAgainWritesNothing() throws Exception {
        node.create("id", Map.of("cart", new ArrayList<>(List.of("pen")), "user", "ann"));
        SessionData data = node.store().load("id");
        long savedMs = data.getLastSaved();
        data.setAttribute("user", "ann");
        data.setAttribute("cart", new ArrayList<>(List.of("pen")));
        calls.clear();
        node.store().store("id", data);
        assertThat(calls.operations()).isEmpty();
        assertThat(data.getLastSaved()).as("nothing was saved").isEqualTo(savedMs);
    }

    @Test
    void aRequestThatOnlyReadWritesNothing() throws Exception {
        node.create("id", Map.of("user", "ann"));
        SessionData data = node.store().load("id");
        data.calcAndSetExpiry();
        calls.clear();
        node.store().store("id", data);
        assertThat(calls.operations()).isEmpty();
    }

    @Test
    void aSecondSaveOfTheSameRequestWritesNothing() throws Exception {
        SessionData data = node.create("id", Map.of("user", "ann"));
        data.setAttribute("user", "ben");
        node.store().store("id", data);
        data.calcAndSetExpiry();
        calls.clear();
        node.store().store("id", data);
        assertThat(calls.operations()).isEmpty();
    }

    @Test
    void aNewIdleTimeoutIsWrittenWithoutAnyAttribute() throws Exception {
        node.create("id", Map.of("user", "ann"));
        SessionData data = node.store().load("id");
        data.setMaxInactiveMs(60_000);
        data.setDirty(true);
        assertThat(written(data)).contains("maxInactive").doesNotContain("attributes.");
        assertThat(node.store().load("id").getMaxInactiveMs()).isEqualTo(60_000);
    }

    @Test
    void everyUpdateNeedsALiveSession() throws Exception {
        node.create("id", Map.of());
        node.set("id", "a", 1);
        UpdateItemRequest update = calls.of(UpdateItemRequest.class).get(0);
        assertThat(resolved(update.conditionExpression(), update)).startsWith("(expiry = ");
    }

    /** The attributes that the one update of this save names; who wrote it, and the version, are always there. */
    private String written(SessionData data) throws Exception {
        calls.clear();
        node.store().store("id", data);
        assertThat(calls.operations()).containsExactly("UpdateItem");
        UpdateItemRequest update = calls.of(UpdateItemRequest.class).get(0);
        String expression = resolved(update.updateExpression(), update).replaceAll(" = (version \\+ )?:\\d+", "");
        for (String name : ALWAYS) {
            assertThat(expression).contains(name);
            expression = expression.replaceFirst("\\b" + name + "\\b(, )?", "");
        }
        return expression.replace("SET ", "").strip();
    }

    private static String resolved(String expression, UpdateItemRequest update) {
        String resolved = expression;
        List<Map.Entry<String, String>> longestFirst =
                new ArrayList<>(new HashMap<>(update.expressionAttributeNames()).entrySet());
        longestFirst.sort((a, b) -> b.getKey().length() - a.getKey().length());
        for (Map.Entry<String, String> name : longestFirst) {
            resolved = resolved.replace(name.getKey(), name.getValue());
        }
        return resolved;
    }
}
