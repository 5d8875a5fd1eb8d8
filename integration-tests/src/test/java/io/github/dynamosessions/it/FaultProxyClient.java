package io.github.dynamosessions.it;

import static java.util.concurrent.CompletableFuture.runAsync;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A client of DynamoDB that tries everything once, on a table with the hash key {@code id}. */
final class FaultProxyClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration IMPATIENCE = Duration.ofSeconds(1);

    private static final Executor OWN_THREAD = task -> new Thread(task, "client-of-fault-proxy").start();

    private final DynamoDbClient client;
    private final String table;

    private FaultProxyClient(URI endpoint, String table, Duration patience) {
        this.table = table;
        client = DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of("local"))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(patience))
                .overrideConfiguration(settings -> settings.retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .apiCallTimeout(PATIENCE))
                .build();
    }

    static FaultProxyClient of(FaultProxy proxy, String table) {
        return new FaultProxyClient(proxy.endpoint(), table, PATIENCE);
    }

    /** Gives up after a second without an answer. */
    static FaultProxyClient impatient(FaultProxy proxy, String table) {
        return new FaultProxyClient(proxy.endpoint(), table, IMPATIENCE);
    }

    void put(String id) {
        put(Map.of("id", AttributeValue.fromS(id)));
    }

    void put(Map<String, AttributeValue> item) {
        client.putItem(request -> request.tableName(table).item(item));
    }

    /** Fails if there is one already. */
    void putFirst(String id) {
        client.putItem(request -> request.tableName(table)
                .item(Map.of("id", AttributeValue.fromS(id)))
                .conditionExpression("attribute_not_exists(id)"));
    }

    void delete(String id) {
        client.deleteItem(request -> request.tableName(table).key(Map.of("id", AttributeValue.fromS(id))));
    }

    /** Empty if there is none. */
    Map<String, AttributeValue> get(String id) {
        return client.getItem(request -> request.tableName(table)
                        .key(Map.of("id", AttributeValue.fromS(id)))
                        .consistentRead(true))
                .item();
    }

    /** Puts in a thread of its own. */
    CompletableFuture<Void> putAside(String id) {
        return runAsync(() -> put(id), OWN_THREAD);
    }

    /** Deletes in a thread of its own. */
    CompletableFuture<Void> deleteAside(String id) {
        return runAsync(() -> delete(id), OWN_THREAD);
    }

    @Override
    public void close() {
        client.close();
    }
}
