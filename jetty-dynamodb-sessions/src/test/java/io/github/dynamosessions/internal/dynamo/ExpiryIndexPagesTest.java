package io.github.dynamosessions.internal.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.RecordedMetrics;
import io.github.dynamosessions.fixture.StoreOptions;
import io.github.dynamosessions.internal.item.ItemSchema;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** DynamoDB answers a query with a megabyte at most, and then asks to be asked again. */
class ExpiryIndexPagesTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final String KEY_START = "shop:/shop|0.0.0.0|";
    private static final int KEYS = 625;
    private static final int KEYS_A_BATCH = 25;

    @Test
    void everyPageIsRead() throws Exception {
        String table = dynamoDb.newTableName();
        RecordedMetrics metrics = new RecordedMetrics();
        try (Node node = Node.start(StoreOptions.createdWithoutTtl(dynamoDb.client(), table)
                .metrics(metrics)
                .build())) {
            for (int from = 0; from < KEYS; from += KEYS_A_BATCH) {
                List<WriteRequest> batch = IntStream.range(from, from + KEYS_A_BATCH)
                        .mapToObj(ExpiryIndexPagesTest::due)
                        .toList();
                dynamoDb.client().batchWriteItem(write -> write.requestItems(Map.of(table, batch)));
            }
            assertThat(node.store().isStarted()).isTrue();
            TableSettings settings = new TableSettings(table, "sessionId", "expires", false, null, null);
            ExpiryIndex index = new ExpiryIndex(
                    new MeasuredClient(
                            dynamoDb.client(), metrics, new CircuitBreaker("table", () -> {}, System::nanoTime)),
                    settings);

            assertThat(index.dueKeys("shop:", KEY_START, 2)).hasSize(KEYS);
            assertThat(metrics.operations("Query"))
                    .hasSizeGreaterThan(ItemSchema.expiryShards("shop:").size());
        }
    }

    /** With a key about as long as DynamoDB takes. */
    private static WriteRequest due(int number) {
        return WriteRequest.builder()
                .putRequest(put -> put.item(Map.of(
                        "sessionId", AttributeValue.fromS(KEY_START + "x".repeat(2_000) + number),
                        "expiryShard", AttributeValue.fromS("shop:0"),
                        "expiryBucket", AttributeValue.fromN("1"))))
                .build();
    }
}
