package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.item.PartLayout;
import io.github.dynamosessions.internal.item.PartReference;
import io.github.dynamosessions.internal.item.SpilledValues;
import io.github.dynamosessions.internal.item.StoredItem;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads big values. Where the parts are not there, another request has replaced the value since the session was read, and
 * the item tells by what. A value counts as lost only if the item, read after the parts were missed, still refers to them.
 */
final class SpilledValueReader implements SpilledValues {

    /** Replacements of one value while it is being read. */
    private static final int MAX_LOOKS = 10;

    private final PartLayout layout;
    private final DynamoGateway dynamo;
    private final boolean consistentReads;

    SpilledValueReader(PartLayout layout, DynamoGateway dynamo, boolean consistentReads) {
        this.layout = layout;
        this.dynamo = dynamo;
        this.consistentReads = consistentReads;
    }

    @Override
    public @Nullable Found read(String key, String name, PartReference reference) {
        PartReference wanted = reference;
        boolean consistent = consistentReads;
        for (int look = 0; look < MAX_LOOKS; look++) {
            SdkBytes bytes = layout.join(wanted, dynamo.parts(layout.keys(wanted), consistent));
            if (bytes != null) {
                return new Found(wanted.toValue(), bytes);
            }
            AttributeValue stored = stored(key, name);
            if (stored == null || !PartReference.is(stored)) {
                return stored == null ? null : new Found(stored, null);
            }
            PartReference now = PartReference.of(stored);
            if (consistent && now.partId().equals(wanted.partId())) {
                return new Found(stored, null);
            }
            wanted = now;
            consistent = true;
        }
        throw new UnavailableException("session attribute '" + name + "' was replaced by others during each of "
                + MAX_LOOKS + " attempts to read it");
    }

    private @Nullable AttributeValue stored(String key, String name) {
        StoredItem item = dynamo.getMoved(key);
        if (item == null) {
            throw new IllegalStateException("session " + SessionHash.of(key) + " was ended while it was in use");
        }
        return item.attributes().get(name);
    }
}
