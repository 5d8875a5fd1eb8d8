package io.github.dynamosessions.benchmarks.dynamo;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionTable;
import io.github.dynamosessions.embedded.DynamoDbEmbedded;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The table {@code sessions} in an engine of its own, and a client of it whose calls and units are counted. */
public final class LocalTable implements AutoCloseable {

    /** A busy machine is no reason to retry. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String NAME = "sessions";
    private static final int BUCKETS_OF_AN_IDLE_TIMEOUT = 4;

    private final DynamoDbEmbedded engine;
    private final DynamoDbClient uncounted;
    private final DynamoDbClient counted;
    private final CapacityMeter meter = new CapacityMeter();

    private LocalTable(DynamoDbEmbedded engine) {
        this.engine = engine;
        this.uncounted = engine.newClient();
        DynamoDbClientBuilder builder = DynamoSessionOptions.builder()
                .region("local")
                .endpoint(engine.endpoint())
                .apiCallTimeout(PATIENCE)
                .apiCallAttemptTimeout(PATIENCE)
                .build()
                .clientBuilder();
        counted = builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                        .addExecutionInterceptor(meter)
                        .build())
                .build();
    }

    /** Starts the engine and creates the table, with its index. */
    public static LocalTable create() {
        LocalTable table = new LocalTable(DynamoDbEmbedded.start());
        try (SessionTable sessions = SessionTable.of(
                DynamoSessionOptions.builder().client(table.uncounted).build())) {
            sessions.createIfMissing();
        }
        return table;
    }

    /** The client whose calls are counted. */
    public DynamoDbClient client() {
        return counted;
    }

    /** What the client has consumed so far. */
    public Capacity consumed() {
        return meter.total();
    }

    /**
     * Sets the last access of a session back, as if there had been no request for so long. Not counted.
     *
     * @param selector what the key of the session's item ends with, in the context at the root
     */
    public void letTimePass(String selector, Duration time) {
        Map<String, AttributeValue> key = Map.of("sessionId", AttributeValue.fromS("/|0.0.0.0|" + selector));
        Map<String, AttributeValue> item = uncounted
                .getItem(request -> request.tableName(NAME).key(key).consistentRead(true))
                .item();
        long expiryMs = number(item, "expiry") - time.toMillis();
        long stepMs = number(item, "maxInactive") / BUCKETS_OF_AN_IDLE_TIMEOUT;
        uncounted.updateItem(request -> request.tableName(NAME)
                .key(key)
                .updateExpression("SET accessed = :accessed, expiry = :expiry, expiryBucket = :bucket")
                .expressionAttributeValues(Map.of(
                        ":accessed", number(number(item, "accessed") - time.toMillis()),
                        ":expiry", number(expiryMs),
                        ":bucket", number(expiryMs - expiryMs % stepMs))));
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        return Long.parseLong(item.get(name).n());
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    @Override
    public void close() {
        counted.close();
        uncounted.close();
        engine.close();
    }
}
