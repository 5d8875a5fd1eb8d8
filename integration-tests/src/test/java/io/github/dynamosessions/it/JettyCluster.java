package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Nodes on one table, with a DynamoDB that fails on demand. */
final class JettyCluster implements AutoCloseable {

    private static final String ROOT = "/";

    /** Of machines that do much else. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final PageServer server;
    private final String table;
    private final DynamoDbClient client;
    private final FaultProxy proxy;
    private final List<PageNode> nodes = new ArrayList<>();

    JettyCluster(DynamoDbExtension dynamoDb) {
        this(PageServer.JETTY, dynamoDb);
    }

    JettyCluster(PageServer server, DynamoDbExtension dynamoDb) {
        this.server = server;
        client = dynamoDb.client();
        table = dynamoDb.newTableName();
        proxy = FaultProxy.inFrontOf(dynamoDb.endpoint());
    }

    String table() {
        return table;
    }

    FaultProxy proxy() {
        return proxy;
    }

    /** What every node of a test has; calls are tried once. */
    DynamoSessionOptions.Builder options() {
        return DynamoSessionOptions.builder()
                .tableName(table)
                .autoCreateTable(true)
                .region("eu-central-1")
                .endpoint(proxy.endpoint())
                .accessKeyId("test")
                .secretAccessKey("test")
                .apiCallTimeout(PATIENCE)
                .apiCallAttemptTimeout(PATIENCE)
                .maxAttempts(1);
    }

    PageNode start() throws Exception {
        return start(options());
    }

    PageNode start(DynamoSessionOptions.Builder options) throws Exception {
        return start(options, JettyNode.THREADS);
    }

    PageNode start(DynamoSessionOptions.Builder options, int threads) throws Exception {
        PageNode node = server.start(options.build(), threads);
        nodes.add(node);
        return node;
    }

    /** All nodes turn once, in the order of their start. */
    void scavenge() throws Exception {
        for (PageNode node : nodes) {
            node.scavenge();
        }
    }

    /** The ids of sessions whose end was told to any node's listeners. */
    List<String> destroyed() {
        return nodes.stream().flatMap(node -> node.destroyed().stream()).toList();
    }

    String key(String id) {
        return key(ROOT, id);
    }

    private static String key(String contextPath, String id) {
        return contextPath + "|0.0.0.0|" + id.split("\\.", 2)[0];
    }

    /** The stored item of a session, empty if there is none; read past the proxy, as all below. A tombstone is no session. */
    Map<String, AttributeValue> item(String id) {
        return item(ROOT, id);
    }

    /** The same, of a session of another context than the root. */
    Map<String, AttributeValue> item(String contextPath, String id) {
        Map<String, AttributeValue> item = client.getItem(get ->
                        get.tableName(table).key(tableKey(contextPath, id)).consistentRead(true))
                .item();
        return item.containsKey("ended") ? Map.of() : item;
    }

    /** The stored attributes of a session. */
    Map<String, AttributeValue> attributes(String id) {
        return item(id).get("attributes").m();
    }

    /** The chunks of large attributes, read past the proxy. */
    List<Map<String, AttributeValue>> chunks() {
        return client.scanPaginator(scan -> scan.tableName(table).consistentRead(true)).items().stream()
                .filter(item -> item.get("sessionId").s().startsWith("chunk|"))
                .toList();
    }

    void deleteChunks() {
        chunks().forEach(chunk ->
                client.deleteItem(delete -> delete.tableName(table).key(Map.of("sessionId", chunk.get("sessionId")))));
    }

    void put(Map<String, AttributeValue> item) {
        client.putItem(put -> put.tableName(table).item(item));
    }

    /** Lets a session end at a time, in epoch milliseconds, and stand in the index accordingly. */
    void expireAt(String id, long expiryMs) {
        setTimes(id, expiryMs, expiryMs);
    }

    /** Sets when a session ends, and where it stands in the index, in epoch milliseconds. */
    void setTimes(String id, long expiryMs, long bucketMs) {
        setTimes(ROOT, id, expiryMs, bucketMs);
    }

    /** The same, of a session of another context than the root. */
    void setTimes(String contextPath, String id, long expiryMs, long bucketMs) {
        StoredTimes.set(client, table, AttributeValue.fromS(key(contextPath, id)), expiryMs, bucketMs);
    }

    /** Sets when a session was accessed last, by the clock of the node that wrote it, in epoch milliseconds. */
    void setAccessed(String id, long accessedMs) {
        client.updateItem(update -> update.tableName(table)
                .key(tableKey(ROOT, id))
                .updateExpression("SET accessed = :accessed")
                .expressionAttributeValues(Map.of(":accessed", AttributeValue.fromN(Long.toString(accessedMs)))));
    }

    private static Map<String, AttributeValue> tableKey(String contextPath, String id) {
        return Map.of("sessionId", AttributeValue.fromS(key(contextPath, id)));
    }

    /** Fails if there was a scan, whatever was tested. */
    @Override
    public void close() {
        nodes.forEach(PageNode::close);
        proxy.close();
        assertThat(proxy.operations()).doesNotContain("Scan");
    }
}
