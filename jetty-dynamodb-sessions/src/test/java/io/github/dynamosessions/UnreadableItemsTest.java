package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.createdWithoutTtl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.UnreadableSessionDataException;
import org.eclipse.jetty.session.UnwriteableSessionDataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One bad item never breaks more than its own session. */
class UnreadableItemsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final long AN_HOUR_MS = 3_600_000;

    private final String table = dynamoDb.newTableName();
    private final long now = System.currentTimeMillis();
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = Node.start(createdWithoutTtl(dynamoDb.client(), table).build());
        node.createExpired("bad", Map.of("cart", "pen"), now - AN_HOUR_MS);
        node.createExpired("good", Map.of(), now - AN_HOUR_MS);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aCorruptValueIsUnreadableForJettyNamingTheReason() {
        set("attributes", AttributeValue.fromM(Map.of("cart", AttributeValue.fromN("1.5"))));
        assertThatExceptionOfType(UnreadableSessionDataException.class)
                .isThrownBy(() -> node.store().load("bad"))
                .havingCause()
                .withMessage(
                        "session attribute 'cart' cannot be read: java.lang.NumberFormatException: For input string:"
                                + " \"1.5\"");
    }

    @Test
    void anItemOfALaterFormatIsKeptAndNamed() throws Exception {
        set("format", AttributeValue.fromN("2"));
        assertThatExceptionOfType(UnreadableSessionDataException.class)
                .isThrownBy(() -> node.store().load("bad"))
                .havingCause()
                .isInstanceOf(UnsupportedFormatException.class)
                .withMessage("the item is of format 2, this version reads format 1");
        assertThat(item("bad")).containsKeys("attributes", "created").doesNotContainKey("ended");
    }

    @Test
    void aLogoutDoesNotDeserialize() throws Exception {
        set("format", AttributeValue.fromS("broken"));
        set("attributes", AttributeValue.fromS("broken"));
        set("expiry", AttributeValue.fromS("broken"));
        assertThat(node.store().delete("bad")).isTrue();
        assertThat(node.store().load("bad")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "versions", "idVersion", "baseVersion", "rotation", "verifier", "created"})
    void aLogoutWorksWhateverIsBroken(String name) throws Exception {
        set(name, AttributeValue.fromBool(true));
        assertThat(node.store().delete("bad")).isTrue();
        assertThat(node.store().load("bad")).isNull();
    }

    @Test
    void expiryDoesNotDeserialize() throws Exception {
        set("attributes", AttributeValue.fromM(Map.of("cart", AttributeValue.fromN("1.5"))));
        assertThat(node.store().exists("bad")).isFalse();
        assertThat(node.store().doGetExpired(now)).containsExactlyInAnyOrder("bad", "good");
        assertThat(node.store().doCheckExpired(Set.of("bad", "good"), now)).containsExactlyInAnyOrder("bad", "good");
        assertThat(node.store().delete("bad")).isTrue();
        assertThat(node.store().load("bad")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"expiry", "version", "versions", "attributes", "rotation", "expires"})
    void aBrokenItemDoesNotKeepTheOthersFromExpiring(String name) throws Exception {
        set(name, AttributeValue.fromBool(true));
        assertThat(node.store().doGetExpired(now)).contains("good");
        assertThat(node.store().doCheckExpired(Set.of("bad", "good"), now)).contains("good");
        node.store().doCleanOrphans(now);
        assertThat(item("good")).containsKey("ended");
    }

    @Test
    void anItemWhoseTimesAreNotWholeDoesNotKeepTheOthersFromExpiring() throws Exception {
        set("expiry", AttributeValue.fromN("1.5"));
        set("expiryBucket", AttributeValue.fromN("1e3"));
        assertThat(node.store().doGetExpired(now)).contains("good");
        assertThat(node.store().doCheckExpired(Set.of("bad", "good"), now)).contains("good");
        assertThat(node.store().exists("bad")).isFalse();
    }

    @Test
    void aValueThatCannotBeStoredFailsTheSaveAndLeavesTheSessionAsItWas() throws Exception {
        node.create("id", Map.of("user", "ann"));
        SessionData data = node.store().load("id");
        data.setAttribute("user", "ben");
        data.setAttribute("cart", Optional.of("pen"));
        assertThatExceptionOfType(UnwriteableSessionDataException.class)
                .isThrownBy(() -> node.store().store("id", data))
                .havingCause()
                .withMessage("session attribute 'cart' of java.util.Optional cannot be stored:"
                        + " java.io.NotSerializableException: java.util.Optional");
        assertThat(node.attributes("id")).containsExactly(Map.entry("user", "ann"));
        assertThat(data.isDirty()).isTrue();
    }

    private Map<String, AttributeValue> item(String id) {
        return dynamoDb.client()
                .getItem(get -> get.tableName(table)
                        .key(Map.of("sessionId", AttributeValue.fromS("/shop|0.0.0.0|" + id)))
                        .consistentRead(true))
                .item();
    }

    private void set(String name, AttributeValue value) {
        dynamoDb.client().updateItem(update -> update.tableName(table)
                .key(Map.of("sessionId", AttributeValue.fromS("/shop|0.0.0.0|bad")))
                .updateExpression("SET #name = :value")
                .expressionAttributeNames(Map.of("#name", name))
                .expressionAttributeValues(Map.of(":value", value)));
    }
}
