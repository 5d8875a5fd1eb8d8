package io.github.dynamosessions.contract;

import io.github.dynamosessions.DynamoSessionDataStoreFactory;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionTable;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.StrictFaults;
import io.github.dynamosessions.internal.attribute.AttributeCodec;
import io.github.dynamosessions.internal.item.ChunkLayout;
import io.github.dynamosessions.internal.item.ChunkReference;
import io.github.dynamosessions.internal.item.ItemCodec;
import io.github.dynamosessions.internal.item.ItemSchema;
import io.github.dynamosessions.internal.item.LargeValues;
import io.github.dynamosessions.internal.item.Lifetimes;
import io.github.dynamosessions.internal.item.SessionScope;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.item.ValueLimits;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.session.AbstractSessionDataStoreTest;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionDataStoreFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Jetty's own contract of a session data store. Each subclass is a profile: it differs from the defaults by options
 * alone, and every case gets a table of its own.
 */
// Jetty's suite unpacks its webapp classes into one directory for all subclasses.
@ResourceLock("extraClasses of Jetty's contract suite")
abstract class SessionDataStoreContract extends AbstractSessionDataStoreTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final Lifetimes EXACT = new Lifetimes(0, 0, InstantSource.system());

    private final String table = dynamoDb.newTableName();
    private final String hashKey;
    private final String ttlKey;
    private final String keyPrefix;
    private final Consumer<DynamoSessionDataStoreFactory> profile;

    SessionDataStoreContract(
            String hashKey, String ttlKey, String keyPrefix, Consumer<DynamoSessionDataStoreFactory> profile)
            throws Exception {
        this.hashKey = hashKey;
        this.ttlKey = ttlKey;
        this.keyPrefix = keyPrefix;
        this.profile = profile;
    }

    SessionDataStoreContract(Consumer<DynamoSessionDataStoreFactory> profile) throws Exception {
        this("sessionId", "expires", "", profile);
    }

    @Override
    public SessionDataStoreFactory createSessionDataStoreFactory() {
        DynamoSessionDataStoreFactory factory = new DynamoSessionDataStoreFactory();
        factory.setClient(dynamoDb.client());
        factory.setTableName(table);
        factory.setAutoCreateTable(true);
        profile.accept(factory);
        return factory;
    }

    @Override
    public void persistSession(SessionData data) {
        put(item(data));
    }

    @Override
    public void persistUnreadableSession(SessionData data) {
        ItemCodec.Encoded encoded = item(data);
        Map<String, AttributeValue> broken = new HashMap<>(encoded.item().values());
        AttributeValue corrupt = AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {1, 1, 2, 3}));
        broken.put(ItemSchema.ATTRIBUTES, AttributeValue.fromM(Map.of("a", corrupt)));
        put(new ItemCodec.Encoded(new StoredItem(broken), encoded.chunks()));
    }

    @Override
    public boolean checkSessionExists(SessionData data) {
        StoredItem stored = StoredItem.of(stored(data));
        return stored != null && stored.isLive();
    }

    @Override
    public boolean checkSessionPersisted(SessionData expected) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(_contextClassLoader);
        try {
            SessionData actual = codec(expected).decode(new StoredItem(stored(expected)));
            return actual.getCreated() == expected.getCreated()
                    && actual.getAccessed() == expected.getAccessed()
                    && actual.getLastAccessed() == expected.getLastAccessed()
                    && actual.getCookieSet() == expected.getCookieSet()
                    && actual.getMaxInactiveMs() == expected.getMaxInactiveMs()
                    && actual.getExpiry() >= expected.getExpiry()
                    && actual.getAllAttributes().equals(expected.getAllAttributes());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** Of the sessions that the suite stores by itself. */
    long largeAttributeThreshold() {
        return 8_192;
    }

    /** The capacity of the profile's table; on demand. */
    void capacity(DynamoSessionOptions.Builder options) {}

    private ItemCodec.Encoded item(SessionData data) {
        return codec(data).encode((TrackedSessionData) data);
    }

    private Map<String, AttributeValue> stored(SessionData data) {
        return item(scope(data).key(data.getId()));
    }

    private Map<String, AttributeValue> item(String key) {
        return dynamoDb.client()
                .getItem(request ->
                        request.tableName(table).consistentRead(true).key(Map.of(hashKey, AttributeValue.fromS(key))))
                .item();
    }

    private LargeValues.Found large(TrackedSessionData session, String name, ChunkReference reference) {
        Map<String, SdkBytes> chunks = new HashMap<>();
        layout().keys(reference)
                .forEach(chunk ->
                        chunks.put(chunk, item(chunk).get(ItemSchema.BYTES).b()));
        return new LargeValues.Found(reference.toValue(), layout().join(reference, chunks));
    }

    private ChunkLayout layout() {
        return new ChunkLayout(new ItemSchema(hashKey, ttlKey), keyPrefix);
    }

    private void put(ItemCodec.Encoded encoded) {
        createTable();
        encoded.chunks().large().stream()
                .flatMap(value -> layout().items(value).stream())
                .forEach(chunk -> dynamoDb.client()
                        .putItem(request -> request.tableName(table).item(chunk.values())));
        dynamoDb.client()
                .putItem(request -> request.tableName(table).item(encoded.item().values()));
    }

    private void createTable() {
        DynamoSessionOptions.Builder options = DynamoSessionOptions.builder()
                .client(dynamoDb.client())
                .tableName(table)
                .hashKey(hashKey)
                .ttlKey(ttlKey);
        capacity(options);
        try (SessionTable missing = SessionTable.of(options.build())) {
            missing.createIfMissing();
        }
    }

    private ItemCodec codec(SessionData data) {
        return new ItemCodec(
                new ItemSchema(hashKey, ttlKey),
                scope(data),
                new AttributeCodec(null, List.of(), 1_024),
                EXACT,
                new ValueLimits(largeAttributeThreshold(), 4_194_304),
                true,
                this::large,
                new StrictFaults());
    }

    private SessionScope scope(SessionData data) {
        return new SessionScope(keyPrefix, data.getContextPath(), data.getVhost());
    }
}
