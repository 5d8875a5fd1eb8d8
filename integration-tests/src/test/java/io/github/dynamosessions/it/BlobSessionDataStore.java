package io.github.dynamosessions.it;

import io.github.dynamosessions.DynamoSessionOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.session.AbstractSessionDataStore;
import org.eclipse.jetty.session.SessionData;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** How session stores are written when nobody asks what happens in between: each session is one blob. */
final class BlobSessionDataStore extends AbstractSessionDataStore {

    private static final String TABLE = "sessions";
    private static final String KEY = "sessionId";
    private static final String BLOB = "blob";

    private final DynamoSessionOptions options;
    private final boolean conditional;

    private DynamoDbClient client;

    private BlobSessionDataStore(DynamoSessionOptions options, boolean conditional) {
        this.options = options;
        this.conditional = conditional;
    }

    /** Brings back what was deleted since it was read. */
    static BlobSessionDataStore unconditional(DynamoSessionOptions options) {
        return new BlobSessionDataStore(options, false);
    }

    /** Only overwrites what was changed since it was read. */
    static BlobSessionDataStore conditional(DynamoSessionOptions options) {
        return new BlobSessionDataStore(options, true);
    }

    @Override
    protected void doStart() throws Exception {
        client = options.clientBuilder().build();
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        client.close();
    }

    @Override
    public SessionData doLoad(String id) throws IOException, ClassNotFoundException {
        Map<String, AttributeValue> item = client.getItem(
                        request -> request.tableName(TABLE).key(key(id)).consistentRead(true))
                .item();
        if (item.isEmpty()) {
            return null;
        }
        byte[] blob = item.get(BLOB).b().asByteArray();
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(blob))) {
            SessionData data = newSessionData(id, in.readLong(), in.readLong(), in.readLong(), maxInactiveMs());
            data.setExpiry(in.readLong());
            data.setLastSaved(in.readLong());
            int attributes = in.readInt();
            Map<String, Object> all = new HashMap<>();
            for (int i = 0; i < attributes; i++) {
                all.put(in.readUTF(), in.readObject());
            }
            data.putAllAttributes(all);
            return data;
        }
    }

    @Override
    public void doStore(String id, SessionData data, long lastSaveTime) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeLong(data.getCreated());
            out.writeLong(data.getAccessed());
            out.writeLong(data.getLastAccessed());
            out.writeLong(data.getExpiry());
            out.writeLong(data.getLastSaved());
            out.writeInt(data.getKeys().size());
            for (Map.Entry<String, Object> attribute : data.getAllAttributes().entrySet()) {
                out.writeUTF(attribute.getKey());
                out.writeObject(attribute.getValue());
            }
        }
        PutItemRequest.Builder put = PutItemRequest.builder()
                .tableName(TABLE)
                .item(Map.of(
                        KEY, AttributeValue.fromS(id),
                        BLOB, AttributeValue.fromB(SdkBytes.fromByteArray(bytes.toByteArray()))));
        if (conditional && lastSaveTime > 0) {
            put.conditionExpression("attribute_exists(" + KEY + ")");
        }
        try {
            client.putItem(put.build());
        } catch (ConditionalCheckFailedException e) {
            // logged out meanwhile
        }
    }

    @Override
    public boolean doExists(String id) {
        return !client.getItem(request -> request.tableName(TABLE).key(key(id)).consistentRead(true))
                .item()
                .isEmpty();
    }

    @Override
    public boolean delete(String id) {
        client.deleteItem(request -> request.tableName(TABLE).key(key(id)));
        return true;
    }

    @Override
    public Set<String> doCheckExpired(Set<String> candidates, long time) {
        return Set.of();
    }

    @Override
    public Set<String> doGetExpired(long before) {
        return Set.of();
    }

    @Override
    public void doCleanOrphans(long before) {
        // the table does not live that long
    }

    @Override
    public boolean isPassivating() {
        return true;
    }

    private long maxInactiveMs() {
        return options.maxInactiveInterval().orElseThrow().toMillis();
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of(KEY, AttributeValue.fromS(id));
    }
}
