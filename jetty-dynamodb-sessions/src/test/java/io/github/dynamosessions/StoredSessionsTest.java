package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.ChunksInTable;
import io.github.dynamosessions.fixture.LargeAttributeValues;
import io.github.dynamosessions.fixture.Node;
import java.io.Serializable;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

class StoredSessionsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private DynamoSessionOptions options;
    private Node node;
    private StoredSessions sessions;

    @BeforeEach
    void start() throws Exception {
        options = existing(dynamoDb.client(), dynamoDb.newTable("sessionId"))
                .keyPrefix("shop")
                .build();
        node = Node.start(options);
        sessions = StoredSessions.of(options, "/shop", "0.0.0.0");
    }

    @AfterEach
    void stop() {
        sessions.close();
        node.close();
    }

    @Test
    void aSessionIsFoundByItsIdAsItIsStored() throws Exception {
        node.create("id", Map.of("user", "ada"));

        assertThat(sessions.find("id")).hasValueSatisfying(item -> {
            assertThat(item.get("sessionId").s()).isEqualTo("shop/shop|0.0.0.0|id");
            assertThat(item.get("attributes").m().get("user").s()).isEqualTo("ada");
        });
    }

    @Test
    void aSessionThatIsEndedTakesItsBigValuesAlong() throws Exception {
        ChunksInTable chunks = new ChunksInTable(dynamoDb.client(), options.tableName());
        node.create("id", Map.of("photo", LargeAttributeValues.random(20_000, 1)));
        assertThat(chunks.count()).isOne();

        assertThat(sessions.delete("id")).isTrue();

        assertThat(chunks.count()).isZero();
    }

    @Test
    void sessionsOfOtherContextsAndHostsAreOthers() throws Exception {
        node.create("id", Map.of());
        try (StoredSessions otherContext = StoredSessions.of(options, "/", "0.0.0.0");
                StoredSessions otherHost = StoredSessions.of(options, "/shop", "shop.example")) {
            assertThat(otherContext.find("id")).isEmpty();
            assertThat(otherHost.delete("id")).isFalse();
        }
        assertThat(sessions.find("id")).isPresent();
    }

    @Test
    void anIdThatCanBeNoKeyIsNoSession() {
        assertThat(sessions.find("")).isEmpty();
        assertThat(sessions.delete("x".repeat(3000))).isFalse();
    }

    @Test
    void anExpiredSessionIsFoundAsLongAsItIsThere() throws Exception {
        node.createExpired("id", Map.of(), 1);

        assertThat(sessions.find("id")).isPresent();
    }

    @Test
    void noLateWriteRevivesASessionThatWasDeleted() throws Exception {
        node.create("id", Map.of());
        SessionData late = node.store().load("id");

        assertThat(sessions.delete("id")).isTrue();
        late.setAttribute("late", 1);
        node.store().store("id", late);

        assertThat(node.store().load("id")).isNull();
        assertThat(sessions.delete("id")).isFalse();
    }

    @Test
    void aSessionIsFoundAndEndedByTheIdOfItsLastRotationAlone() throws Exception {
        node.create("id.a", Map.of());
        String newId = node.rotate(node.store().load("id.a"));

        assertThat(sessions.find("id.a")).isEmpty();
        assertThat(sessions.delete("id.a")).isFalse();
        assertThat(sessions.find(newId)).isPresent();
        assertThat(sessions.delete(newId)).isTrue();

        assertThat(node.store().load(newId)).isNull();
    }

    @Test
    void whatTheTableHoldsOpensNoSession() throws Exception {
        node.create("id", Map.of());
        String newId = node.rotate(node.store().load("id"));

        assertThat(sessions.find(newId))
                .hasValueSatisfying(item ->
                        assertThat(item.get("verifier").b().asByteArray()).hasSize(32));
    }

    @Test
    void valuesOfClassesThatAreNotThereAreNoHindrance() throws Exception {
        node.create("id", Map.of("cart", new Cart()));
        Cart.gone = true;

        assertThat(sessions.find("id")).isPresent();
        assertThat(sessions.delete("id")).isTrue();
    }

    @Test
    void aMissingTableIsAnExceptionOfTheSdk() {
        DynamoSessionOptions missing =
                existing(dynamoDb.client(), dynamoDb.newTableName()).build();
        try (StoredSessions none = StoredSessions.of(missing, "/", "0.0.0.0")) {
            assertThatThrownBy(() -> none.find("id")).isInstanceOf(ResourceNotFoundException.class);
            assertThatThrownBy(() -> none.delete("id")).isInstanceOf(ResourceNotFoundException.class);
        }
    }

    /** What its HTTP client throws, the SDK lets through. */
    @Test
    void aClientThatIsClosedIsAnExceptionOfTheSdk() {
        DynamoDbClient client = DynamoSessionOptions.builder()
                .region("local")
                .endpoint(dynamoDb.endpoint())
                .build()
                .clientBuilder()
                .build();
        client.close();
        try (StoredSessions none =
                StoredSessions.of(existing(client, options.tableName()).build(), "/", "0.0.0.0")) {
            assertThatThrownBy(() -> none.find("id"))
                    .isInstanceOf(SdkClientException.class)
                    .hasMessageStartingWith("GetItem failed: ");
            assertThatThrownBy(() -> none.delete("id")).isInstanceOf(SdkClientException.class);
        }
    }

    @Test
    void onceItIsClosedItSaysSo() {
        sessions.close();
        assertThatIllegalStateException().isThrownBy(() -> sessions.find("id")).withMessage("closed");
        assertThatIllegalStateException().isThrownBy(() -> sessions.delete("id"));
    }

    /** Must not be deserialized once it is stored. */
    private static final class Cart implements Serializable {
        private static final long serialVersionUID = 1;
        private static volatile boolean gone;

        private Object readResolve() {
            if (gone) {
                throw new IllegalStateException("deserialized");
            }
            return this;
        }
    }
}
