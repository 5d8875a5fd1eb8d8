package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.createdWithoutTtl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.local.DynamoDbLocalExtension;
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
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One bad item never breaks more than its own session. */
class UndecodableItemsTest {

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

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
    void anUndecodableItemIsUnreadableForJettyNamingTheReason() {
        set("attributes", AttributeValue.fromM(Map.of("cart", AttributeValue.fromNul(true))));
        assertThatExceptionOfType(UnreadableSessionDataException.class)
                .isThrownBy(() -> node.store().load("bad"))
                .havingCause()
                .withMessage("session attribute 'cart' cannot be read: java.io.IOException: unknown stored form NUL");
    }

    @Test
    void anItemOfALaterFormatIsUnreadableForJettyNamingIt() {
        set("format", AttributeValue.fromN("2"));
        assertThatExceptionOfType(UnreadableSessionDataException.class)
                .isThrownBy(() -> node.store().load("bad"))
                .havingCause()
                .withMessage("is of format 2, this version reads 1");
    }

    @Test
    void deleteDoesNotDecode() throws Exception {
        set("format", AttributeValue.fromS("broken"));
        set("attributes", AttributeValue.fromS("broken"));
        set("expiry", AttributeValue.fromS("broken"));
        assertThat(node.store().delete("bad")).isTrue();
        assertThat(node.store().load("bad")).isNull();
    }

    @Test
    void expiryDoesNotDecode() throws Exception {
        set("attributes", AttributeValue.fromM(Map.of("cart", AttributeValue.fromNul(true))));
        assertThat(node.store().exists("bad")).isFalse();
        assertThat(node.store().doGetExpired(now)).containsExactlyInAnyOrder("bad", "good");
        assertThat(node.store().doCheckExpired(Set.of("bad", "good"), now)).containsExactlyInAnyOrder("bad", "good");
        assertThat(node.store().delete("bad")).isTrue();
        assertThat(node.store().load("bad")).isNull();
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
    void anItemWhoseExpiryIsNoNumberDoesNotKeepTheOthersFromExpiring() throws Exception {
        set("expiry", AttributeValue.fromS("broken"));
        assertThat(node.store().exists("bad")).isFalse();
        assertThat(node.store().doGetExpired(now)).contains("good");
        assertThat(node.store().doCheckExpired(Set.of("bad", "good"), now)).contains("good");
    }

    @Test
    void whatARotationLeavesBehindIsNoSession() throws Exception {
        set("movedTo", AttributeValue.fromS("/shop|0.0.0.0|new"));
        assertThat(node.store().load("bad")).isNull();
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

    private void set(String name, AttributeValue value) {
        dynamoDb.client().updateItem(update -> update.tableName(table)
                .key(Map.of("sessionId", AttributeValue.fromS("/shop|0.0.0.0|bad")))
                .updateExpression("SET #name = :value")
                .expressionAttributeNames(Map.of("#name", name))
                .expressionAttributeValues(Map.of(":value", value)));
    }
}
