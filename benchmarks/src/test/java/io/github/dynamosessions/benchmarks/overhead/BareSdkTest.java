package io.github.dynamosessions.benchmarks.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.benchmarks.dynamo.CannedDynamoDb;
import io.github.dynamosessions.benchmarks.node.StoreSettings;
import io.github.dynamosessions.benchmarks.session.SessionContent;
import io.github.dynamosessions.benchmarks.session.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** A comparison is fair only if both sides do the same. */
class BareSdkTest {

    private final CapturedRequests ofStore = new CapturedRequests();
    private final CapturedRequests ofBare = new CapturedRequests();

    static Stream<Arguments> sessions() {
        return Arrays.stream(Shape.values())
                .flatMap(shape -> Stream.of(300, 2_000, 6_000, 50_000).map(bytes -> Arguments.of(shape, bytes)));
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void makesTheRequestsOfTheStore(Shape shape, int bytes) throws Exception {
        SessionContent content = SessionContent.of(shape, bytes);
        CannedDynamoDb dynamoDb = new CannedDynamoDb();
        try (DynamoDbClient storeClient = dynamoDb.newClient(ofStore);
                DynamoDbClient bareClient = dynamoDb.newClient(ofBare);
                StartedStore store = StartedStore.start(content, StoreSettings.UNCOMPRESSED, dynamoDb, storeClient)) {
            store.load();
            store.update();
            BareSdk bare = new BareSdk(bareClient, content, ofStore);

            Map<String, Object> session = bare.load();
            bare.update();
            bare.create();

            assertThat(session).containsAllEntriesOf(store.load().getAllAttributes());
        }
        assertThat(ofBare.last(GetItemRequest.class)).isEqualTo(ofStore.last(GetItemRequest.class));

        UpdateItemRequest bareUpdate = ofBare.last(UpdateItemRequest.class);
        UpdateItemRequest storeUpdate = ofStore.last(UpdateItemRequest.class);
        assertThat(withoutValues(bareUpdate)).isEqualTo(withoutValues(storeUpdate));
        assertThat(sizes(bareUpdate.expressionAttributeValues()))
                .isEqualTo(sizes(storeUpdate.expressionAttributeValues()));

        PutItemRequest barePut = ofBare.last(PutItemRequest.class);
        PutItemRequest storePut = ofStore.last(PutItemRequest.class);
        assertThat(sizes(barePut.item())).isEqualTo(sizes(storePut.item()));
        assertThat(sizes(barePut.item().get("attributes").m()))
                .isEqualTo(sizes(storePut.item().get("attributes").m()));
        assertThat(barePut.toBuilder().item(Map.of()).build())
                .isEqualTo(storePut.toBuilder().item(Map.of()).build());
    }

    private static UpdateItemRequest withoutValues(UpdateItemRequest update) {
        return update.toBuilder().expressionAttributeValues(Map.of()).build();
    }

    /** Types and sizes: of the values, times and one attribute differ from call to call. */
    private static Map<String, String> sizes(Map<String, AttributeValue> values) {
        Map<String, String> sizes = new TreeMap<>();
        values.forEach((name, value) -> sizes.put(
                name,
                switch (value.type()) {
                    case S -> "S " + value.s().length();
                    case N -> "N " + value.n().length();
                    case B -> "B " + value.b().asByteArrayUnsafe().length;
                    default -> value.type().toString();
                }));
        return sizes;
    }
}
