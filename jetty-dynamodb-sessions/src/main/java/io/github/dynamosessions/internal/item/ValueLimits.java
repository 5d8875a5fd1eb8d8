package io.github.dynamosessions.internal.item;

import static java.util.Comparator.comparingLong;

import io.github.dynamosessions.internal.attribute.AttributeCodec;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How much a session may hold, and where.
 *
 * @param largeAttributeThreshold encoded values of more bytes than this lie in chunks
 * @param maxSessionSize bytes of all values once they are unpacked, those in chunks included
 */
public record ValueLimits(long largeAttributeThreshold, long maxSessionSize) {

    /**
     * A value lies in chunks also if it is unpacked to this many times the threshold: a request that does not ask for it does not
     * unpack it. Honest values are compressed to a third or a tenth, and cost less in the item.
     */
    private static final int PLAIN_FACTOR = 8;

    /** Requests that add to a session at once may exceed its limit together; so may a session if the limit was lowered. */
    private static final int READABLE_FACTOR = 2;

    private static final int NAMED_ATTRIBUTES = 3;

    /** Of an item, what is left for attributes when all else is in it; that takes some hundred bytes, and at most a few KB. */
    private static final long SMALL_BYTES = ItemSize.MAX_BYTES / 2;

    /** Whether a value lies in chunks. */
    boolean isLarge(AttributeCodec.Encoded encoded) {
        return encoded.bytes() > largeAttributeThreshold
                || encoded.plainBytes() > PLAIN_FACTOR * largeAttributeThreshold;
    }

    /** How many bytes a request may unpack. */
    public long readableBytes() {
        return READABLE_FACTOR * maxSessionSize;
    }

    /**
     * Checks a session that was read, before anything of it is unpacked.
     *
     * @return how many bytes it takes once it is unpacked, without what lies in chunks
     * @throws ItemCodec.UnreadableItemException if anything in it is not as it was written
     * @throws UnsupportedFormatException if another version or configuration can read it
     */
    public long checkReadable(StoredItem item) {
        item.check();
        long bytes = 0;
        for (AttributeValue form : item.attributes().values()) {
            bytes += ChunkReference.is(form) ? 0 : plainBytes(form);
        }
        return unpacked(0, bytes);
    }

    /**
     * What a request has unpacked once it unpacks more.
     *
     * @throws UnsupportedFormatException if that is too much
     */
    public long unpacked(long before, long bytes) {
        if (before + bytes > readableBytes()) {
            throw new UnsupportedFormatException("the values of a session take " + (before + bytes)
                    + " bytes, a request reads at most " + readableBytes() + ", twice maxSessionSize");
        }
        return before + bytes;
    }

    /** Whether a session of these attributes and those is far from every limit, at a glance, and has nothing in chunks. */
    boolean easilyHold(Map<String, AttributeValue> attributes, Map<String, AttributeValue> more) {
        return ItemSize.atMost(attributes) + ItemSize.atMost(more) <= Math.min(SMALL_BYTES, maxSessionSize)
                && !hasChunks(attributes)
                && !hasChunks(more);
    }

    /**
     * Checks a session that is about to be written, before anything of it is.
     *
     * @throws ItemCodec.OversizedSessionException if it is too big
     */
    void check(StoredItem item) {
        Map<String, AttributeValue> attributes = item.attributes();
        if (easilyHold(attributes, Map.of())) {
            return;
        }
        long sessionBytes =
                attributes.values().stream().mapToLong(ValueLimits::plainBytes).sum();
        if (sessionBytes > maxSessionSize) {
            throw oversized("all values take " + sessionBytes, "maxSessionSize is " + maxSessionSize, attributes);
        }
        long itemBytes = ItemSize.of(item.values());
        if (itemBytes > ItemSize.MAX_BYTES) {
            throw oversized("the item takes " + itemBytes, "DynamoDB's limit is " + ItemSize.MAX_BYTES, attributes);
        }
    }

    private static ItemCodec.OversizedSessionException oversized(
            String size, String limit, Map<String, AttributeValue> attributes) {
        String largest = attributes.entrySet().stream()
                .sorted(comparingLong((Map.Entry<String, AttributeValue> entry) -> plainBytes(entry.getValue()))
                        .reversed())
                .limit(NAMED_ATTRIBUTES)
                .map(entry -> "'" + entry.getKey() + "' with " + plainBytes(entry.getValue()))
                .collect(Collectors.joining(", "));
        return new ItemCodec.OversizedSessionException(
                "the session is too big: " + size + " bytes, " + limit + "; its largest attributes are " + largest);
    }

    static boolean hasChunks(Map<String, AttributeValue> attributes) {
        for (AttributeValue form : attributes.values()) {
            if (ChunkReference.is(form)) {
                return true;
            }
        }
        return false;
    }

    /** Of the value, not of its reference. */
    private static long plainBytes(AttributeValue form) {
        if (ChunkReference.is(form)) {
            return ChunkReference.of(form).plainSize();
        }
        return form.b() == null ? ItemSize.of(form) : AttributeCodec.plainBytes(form);
    }
}
