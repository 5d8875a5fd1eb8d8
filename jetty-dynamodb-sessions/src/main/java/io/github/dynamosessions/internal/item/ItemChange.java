package io.github.dynamosessions.internal.item;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * By what a stored session is to be changed, computed against the item as this node knows it. The numbers of that item are
 * compared when the change is written; if others have written meanwhile, it is refused and computed anew.
 *
 * @param known the item that this change was computed against
 * @param metadata top-level values to set
 * @param absentMetadata top-level names to remove
 * @param attributes session attributes to set
 * @param removedAttributes names of session attributes to remove
 * @param chunks what must be written before
 * @param isWhole whether nothing is left to write after this; an expression of DynamoDB has a limit
 */
public record ItemChange(
        StoredItem known,
        Map<String, AttributeValue> metadata,
        Set<String> absentMetadata,
        Map<String, AttributeValue> attributes,
        Set<String> removedAttributes,
        ChunkWrites chunks,
        boolean isWhole) {

    /** Above this many attributes with a version of their own, the next write drops them in favour of one for all. */
    static final int MAX_VERSIONS = 16;

    /** Whether there is nothing to write. */
    public boolean isEmpty() {
        return metadata.isEmpty() && !writesAttributes();
    }

    /** Whether attributes are set or removed. */
    public boolean writesAttributes() {
        return !attributes.isEmpty() || !removedAttributes.isEmpty();
    }

    /** The names of all attributes that are set or removed. */
    public Set<String> attributeNames() {
        Set<String> names = new HashSet<>(attributes.keySet());
        names.addAll(removedAttributes);
        return names;
    }

    /** Whether this is a session ID rotation. */
    public boolean rotates() {
        return metadata.containsKey(ItemSchema.VERIFIER);
    }

    /** Whether the times of the session are written. */
    public boolean writesTimes() {
        return metadata.containsKey(ItemSchema.EXPIRY);
    }

    /** Whether the session expires some day, of a change that writes its times. */
    public boolean expires() {
        return !metadata.get(ItemSchema.EXPIRY).equals(ItemMetadata.number(0));
    }

    /** Whether the idle timeout is another one than the stored one: then the session may end sooner than it says now. */
    public boolean changesTimeout() {
        return writesTimes()
                && !metadata.get(ItemSchema.MAX_INACTIVE).equals(known.values().get(ItemSchema.MAX_INACTIVE));
    }

    /** Whether the versions of single attributes are dropped: those of attributes that are written seldom would pile up. */
    public boolean dropsVersions() {
        return writesAttributes() && known.versions() >= MAX_VERSIONS;
    }
}
