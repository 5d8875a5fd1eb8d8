package io.github.dynamosessions.internal.store;

import io.github.dynamosessions.fixture.ForgedAnswers;
import io.github.dynamosessions.fixture.RecordedMetrics;
import io.github.dynamosessions.internal.attribute.AttributeCodec;
import io.github.dynamosessions.internal.dynamo.DynamoConnection;
import io.github.dynamosessions.internal.dynamo.TableSettings;
import io.github.dynamosessions.internal.item.Lifetimes;
import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.item.SessionScope;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.item.ValueLimits;
import io.github.dynamosessions.internal.metrics.StoreMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The store of a context, and what the client behind it does to its calls. */
final class StoreUnderTest implements AutoCloseable {

    static final long IDLE_MS = 1_800_000;

    final ForgedAnswers answers;
    final RecordedMetrics metrics = new RecordedMetrics();
    final SessionStore store;

    private final DynamoDbClient real;
    private final String table;
    private final SessionScope scope;

    private StoreUnderTest(DynamoDbClient real, String table, String context, Options options) {
        this.real = real;
        this.table = table;
        answers = new ForgedAnswers(real);
        scope = new SessionScope(options.prefix(), context, "0.0.0.0");
        StoreSettings settings = new StoreSettings(
                new DynamoConnection(
                        answers.client(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        1),
                new TableSettings(table, "sessionId", "expires", !options.indexed(), null, null),
                options.indexed(),
                options.consistent(),
                options.expiryEvents(),
                options.dropUnreadable(),
                new Lifetimes(-1, options.maxLifetimeMs(), InstantSource.system()),
                new ValueLimits(8_192, 4_194_304),
                new AttributeCodec(null, List.of(), 1_024),
                UnaryOperator.identity());
        store = SessionStore.open(settings, scope, new StoreMetrics(metrics));
        if (options.indexed()) {
            store.start();
        }
        answers.clear();
    }

    /** How a store differs from the usual one. */
    record Options(
            String prefix,
            boolean indexed,
            boolean consistent,
            boolean expiryEvents,
            long maxLifetimeMs,
            boolean dropUnreadable) {

        Options(String prefix, boolean indexed, boolean consistent, boolean expiryEvents, long maxLifetimeMs) {
            this(prefix, indexed, consistent, expiryEvents, maxLifetimeMs, false);
        }

        static final Options USUAL = new Options("", false, true, true, 0);

        /** With an index, and without a TTL: the engine's own job deletes items at a moment of its own. */
        static final Options INDEXED = new Options("shop:", true, true, true, 0);
    }

    /** The store of {@code /shop} in a table that is there. */
    static StoreUnderTest of(DynamoDbClient client, String table) {
        return of(client, table, Options.USUAL);
    }

    static StoreUnderTest of(DynamoDbClient client, String table, Options options) {
        return new StoreUnderTest(client, table, "/shop", options);
    }

    static StoreUnderTest ofContext(DynamoDbClient client, String table, String context, Options options) {
        return new StoreUnderTest(client, table, context, options);
    }

    /** A session as a request creates it, not stored yet. */
    TrackedSessionData newSession(SessionCookie cookie, Map<String, ?> attributes) {
        long now = System.currentTimeMillis();
        TrackedSessionData data = store.newSession("", now, now, now, IDLE_MS);
        data.setCookie(cookie);
        data.setLastNode("n1");
        attributes.forEach(data::setAttribute);
        return data;
    }

    /** A stored session. */
    SessionCookie create(Map<String, ?> attributes) {
        SessionCookie cookie = SessionCookie.create();
        store.save(newSession(cookie, attributes));
        return cookie;
    }

    /** A stored session that expired an hour ago. */
    SessionCookie createExpired(Map<String, ?> attributes) {
        SessionCookie cookie = SessionCookie.create();
        TrackedSessionData data = newSession(cookie, attributes);
        data.setExpiry(System.currentTimeMillis() - 3_600_000);
        store.save(data);
        return cookie;
    }

    SessionStore.Reading reading(SessionCookie cookie) {
        return store.read(store.newSession("", 0, 0, 0, -1), cookie);
    }

    /** The session as a request with this cookie reads it. */
    TrackedSessionData read(SessionCookie cookie) {
        TrackedSessionData data = store.newSession("", 0, 0, 0, -1);
        SessionStore.Reading reading = store.read(data, cookie);
        if (reading != SessionStore.Reading.FOUND) {
            throw new AssertionError("no session, but " + reading);
        }
        data.setAccessed(System.currentTimeMillis());
        return data;
    }

    /** The attributes as the next request finds them. */
    Map<String, Object> attributes(SessionCookie cookie) {
        return read(cookie).getAllAttributes();
    }

    /** A request that sets an attribute, or removes it if the value is null. */
    void set(SessionCookie cookie, String name, Object value) {
        TrackedSessionData data = read(cookie);
        data.setAttribute(name, value);
        store.save(data);
    }

    /** The item of a cookie; null if there is none. */
    StoredItem item(SessionCookie cookie) {
        return StoredItem.of(
                real.getItem(get -> get.tableName(table).consistentRead(true).key(key(cookie)))
                        .item());
    }

    /** Replaces a value of an item, as no node does. */
    void damage(SessionCookie cookie, String name, AttributeValue value) {
        real.updateItem(update -> update.tableName(table)
                .key(key(cookie))
                .updateExpression("SET #name = :value")
                .expressionAttributeNames(Map.of("#name", name))
                .expressionAttributeValues(Map.of(":value", value)));
    }

    /** Puts an item, as no node does. */
    void put(Map<String, AttributeValue> item) {
        real.putItem(put -> put.tableName(table).item(item));
    }

    private Map<String, AttributeValue> key(SessionCookie cookie) {
        return Map.of(
                "sessionId", AttributeValue.fromS(scope.key(cookie.handle().selector())));
    }

    @Override
    public void close() {
        store.close();
    }
}
