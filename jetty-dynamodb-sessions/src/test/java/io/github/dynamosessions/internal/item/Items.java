package io.github.dynamosessions.internal.item;

import io.github.dynamosessions.fixture.StrictFaults;
import io.github.dynamosessions.internal.attribute.AttributeCodec;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Sessions and items as these tests need them. */
final class Items {

    static final long T0 = 1_767_225_600_000L;
    static final long IDLE_MS = 1_800_000;
    static final long TOUCH_MS = 60_000;
    static final ItemSchema SCHEMA = new ItemSchema("sessionId", "expires");
    static final SessionScope SCOPE = new SessionScope("", "/shop", "0.0.0.0");
    static final SessionCookie COOKIE = SessionCookie.parse("c2VsZWN0b3Itb2Yt.r0Tat1~c2VjcmV0LW9mLWEtc2Vzc2");
    static final String KEY = "/shop|0.0.0.0|c2VsZWN0b3Itb2Yt";
    static final ValueLimits LIMITS = new ValueLimits(8_192, 4_194_304);
    static final StoredAttributes FORMS =
            new StoredAttributes(new AttributeCodec(null, List.of(), 1_024), LIMITS, new StrictFaults());
    static final ItemCodec CODEC = codec(TOUCH_MS);

    private Items() {}

    static ItemCodec codec(long touchIntervalMs) {
        return codec(touchIntervalMs, Items::noChunks);
    }

    static ItemCodec codec(long touchIntervalMs, LargeValues large) {
        return new ItemCodec(
                SCHEMA,
                SCOPE,
                new AttributeCodec(null, List.of(), 1_024),
                new Lifetimes(touchIntervalMs, 0, InstantSource.system()),
                LIMITS,
                true,
                large,
                new StrictFaults());
    }

    static LargeValues.Found noChunks(TrackedSessionData data, String name, ChunkReference reference) {
        throw new IllegalStateException("there are no chunks in these tests");
    }

    /** A new session that began at {@link #T0}. */
    static TrackedSessionData session(Map<String, ?> attributes) {
        TrackedSessionData data = CODEC.newSession("", T0, T0, T0, IDLE_MS);
        data.setCookie(COOKIE);
        data.setExpiry(T0 + IDLE_MS);
        data.setLastSaved(T0);
        data.setLastNode("node0");
        attributes.forEach(data::setAttribute);
        return data;
    }

    /** A session as a later request reads it. */
    static TrackedSessionData loaded(Map<String, ?> attributes) {
        return CODEC.decode(CODEC.encode(session(attributes)).item());
    }

    /** What a save would write. */
    static ItemChange changes(TrackedSessionData data) {
        return CODEC.changes(data);
    }

    /** An item with one value replaced, or removed if null. */
    static StoredItem with(StoredItem item, String name, AttributeValue value) {
        Map<String, AttributeValue> values = new HashMap<>(item.values());
        values.remove(name);
        if (value != null) {
            values.put(name, value);
        }
        return new StoredItem(values);
    }

    static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    static AttributeValue number(String digits) {
        return AttributeValue.fromN(digits);
    }
}
