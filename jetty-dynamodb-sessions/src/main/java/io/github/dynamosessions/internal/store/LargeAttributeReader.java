package io.github.dynamosessions.internal.store;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.item.ChunkLayout;
import io.github.dynamosessions.internal.item.ChunkReference;
import io.github.dynamosessions.internal.item.LargeValues;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.item.ValueLimits;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads large attributes. Where the chunks are not there, another request has replaced the value since the session was read, and
 * the item says by what. A value counts as lost only if the item, read after the chunks were missed, still refers to them. A
 * request never reads what was written after a session ID rotation that it has not made.
 */
final class LargeAttributeReader implements LargeValues {

    /** Replacements of one value while it is being read. */
    private static final int MAX_LOOKS = 10;

    private final ChunkLayout layout;
    private final DynamoGateway dynamo;
    private final ValueLimits limits;
    private final boolean consistentReads;

    LargeAttributeReader(ChunkLayout layout, DynamoGateway dynamo, ValueLimits limits, boolean consistentReads) {
        this.layout = layout;
        this.limits = limits;
        this.dynamo = dynamo;
        this.consistentReads = consistentReads;
    }

    @Override
    public @Nullable Found read(TrackedSessionData data, String name, ChunkReference reference) {
        ChunkReference wanted = reference;
        boolean consistent = consistentReads;
        for (int look = 0; look < MAX_LOOKS; look++) {
            limits.unpacked(0, wanted.plainSize());
            SdkBytes bytes = layout.join(wanted, dynamo.chunks(layout.keys(wanted), consistent));
            if (bytes != null) {
                return new Found(wanted.toValue(), bytes);
            }
            AttributeValue stored = now(data).attributes().get(name);
            if (stored == null || !ChunkReference.is(stored)) {
                return stored == null ? null : new Found(stored, null);
            }
            ChunkReference now = ChunkReference.of(stored);
            if (consistent && now.chunkId().equals(wanted.chunkId())) {
                return new Found(stored, null);
            }
            wanted = now;
            consistent = true;
        }
        throw new UnavailableException("session attribute '" + name + "' was replaced by other requests during each of "
                + MAX_LOOKS + " attempts to read it");
    }

    private StoredItem now(TrackedSessionData data) {
        StoredItem known = data.stored();
        StoredItem now = known == null
                ? null
                : dynamo.get(known.values().get(layout.schema().hashKey()).s(), true);
        if (now == null || !now.isLive()) {
            throw new IllegalStateException("session " + data.getId() + " was ended while it was in use");
        }
        limits.checkReadable(now);
        if (now.idVersion() != data.knownIdVersion()) {
            throw new UnavailableException("the ID of session " + data.getId() + " was changed by another request");
        }
        data.setStored(now); // what the application sets now is compared with what it has got
        return now;
    }
}
