package io.github.dynamosessions.benchmarks.calls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.session.AbstractSessionDataStore;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.SessionCacheFactory;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.util.ClassLoadingObjectInputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What comes out if one ports the pattern of Jetty's own stores for databases to DynamoDB, straight away: attributes
 * serialized into one field, the whole session written whenever Jetty asks for it.
 */
final class WholeItemSessionDataStore extends AbstractSessionDataStore {

    private static final String TABLE = "sessions";
    private static final String KEY = "sessionId";
    private static final String TIMES = "times";
    private static final String ATTRIBUTES = "attributes";

    private final DynamoDbClient client;

    WholeItemSessionDataStore(DynamoDbClient client) {
        this.client = client;
    }

    /** Jetty's cache for nodes that share sessions, with changes saved before the response leaves. */
    static SessionCacheFactory caches() {
        return manager -> {
            NullSessionCache cache = new NullSessionCache(manager);
            cache.setFlushOnResponseCommit(true);
            return cache;
        };
    }

    @Override
    public SessionData doLoad(String id) throws Exception {
        Map<String, AttributeValue> item = client.getItem(
                        request -> request.tableName(TABLE).key(key(id)).consistentRead(true))
                .item();
        if (item.isEmpty()) {
            return null;
        }
        Map<String, AttributeValue> times = item.get(TIMES).m();
        SessionData data = newSessionData(
                id,
                number(times, "created"),
                number(times, "accessed"),
                number(times, "lastAccessed"),
                number(times, "maxInactive"));
        data.setCookieSet(number(times, "cookieSet"));
        data.setExpiry(number(times, "expiry"));
        data.setLastSaved(number(times, "lastSaved"));
        try (ObjectInputStream in = new ClassLoadingObjectInputStream(
                new ByteArrayInputStream(item.get(ATTRIBUTES).b().asByteArray()))) {
            SessionData.deserializeAttributes(data, in);
        }
        return data;
    }

    @Override
    public void doStore(String id, SessionData data, long lastSaveTime) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            SessionData.serializeAttributes(data, out);
        }
        Map<String, AttributeValue> times = Map.of(
                "created", number(data.getCreated()),
                "accessed", number(data.getAccessed()),
                "lastAccessed", number(data.getLastAccessed()),
                "maxInactive", number(data.getMaxInactiveMs()),
                "cookieSet", number(data.getCookieSet()),
                "expiry", number(data.getExpiry()),
                "lastSaved", number(data.getLastSaved()));
        client.putItem(request -> request.tableName(TABLE)
                .item(Map.of(
                        KEY,
                        AttributeValue.fromS(id),
                        "expires",
                        number(data.getExpiry() / 1_000),
                        TIMES,
                        AttributeValue.fromM(times),
                        ATTRIBUTES,
                        AttributeValue.fromB(SdkBytes.fromByteArray(bytes.toByteArray())))));
    }

    @Override
    public boolean doExists(String id) {
        Map<String, AttributeValue> item = client.getItem(
                        request -> request.tableName(TABLE).key(key(id)).projectionExpression(TIMES))
                .item();
        return !item.isEmpty() && number(item.get(TIMES).m(), "expiry") > System.currentTimeMillis();
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

    /** Left to DynamoDB's TTL. */
    @Override
    public Set<String> doGetExpired(long before) {
        return Set.of();
    }

    @Override
    public void doCleanOrphans(long before) {
        // left to DynamoDB's TTL
    }

    @Override
    public boolean isPassivating() {
        return true;
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of(KEY, AttributeValue.fromS(id));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static long number(Map<String, AttributeValue> times, String name) {
        return Long.parseLong(times.get(name).n());
    }
}
