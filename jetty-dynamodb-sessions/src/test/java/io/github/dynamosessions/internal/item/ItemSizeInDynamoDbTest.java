package io.github.dynamosessions.internal.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/** The size that we compute is the size that DynamoDB charges and limits. */
class ItemSizeInDynamoDbTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final int UNIT = 1_024;

    private final String table = dynamoDb.newTable("sessionId");

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 50, 400})
    void anItemOfSoManyKilobytesCostsSoManyUnitsAndAByteMoreOneMore(int kilobytes) {
        assertThat(units(item(kilobytes * UNIT))).isEqualTo(kilobytes);
        if (kilobytes < 400) {
            assertThat(units(item(kilobytes * UNIT + 1))).isEqualTo(kilobytes + 1);
        }
    }

    @Test
    void anItemOfAByteMoreThanTheLimitIsRefused() {
        assertThatExceptionOfType(DynamoDbException.class)
                .isThrownBy(() -> units(item((int) ItemSize.MAX_BYTES + 1)))
                .withMessageContaining("Item size");
    }

    /** A session with attributes of all types, filled up to a size. */
    private static StoredItem item(int bytes) {
        Map<String, AttributeValue> item = new HashMap<>(Items.CODEC
                .encode(Items.session(Map.of("user", "Jürgen 😀", "count", -7, "since", 1_800_000L, "new", true)))
                .item()
                .values());
        item.put("fill", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[0])));
        int missing = bytes - (int) ItemSize.of(item);
        item.put("fill", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[missing])));
        return new StoredItem(item);
    }

    private double units(StoredItem item) {
        return dynamoDb.client()
                .putItem(put ->
                        put.tableName(table).item(item.values()).returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
                .consumedCapacity()
                .capacityUnits();
    }
}
