package io.github.dynamosessions.internal.item;

import io.github.dynamosessions.internal.attribute.AttributeCodec;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How many bytes an item takes, as DynamoDB counts them for its limit and its units.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">DynamoDB
 *     item sizes and formats</a>
 */
final class ItemSize {

    /** Of the names and values of one item. */
    static final long MAX_BYTES = 400 * 1024;

    private static final long MAX_CHAR_BYTES = 3;
    private static final int MAP_BYTES = 3;
    private static final int ENTRY_BYTES = 1;

    private ItemSize() {}

    /** The names and values of an item, or of what is in a map. */
    static long of(Map<String, AttributeValue> entries) {
        long bytes = 0;
        for (Map.Entry<String, AttributeValue> entry : entries.entrySet()) {
            bytes += AttributeCodec.utf8Bytes(entry.getKey()) + of(entry.getValue());
        }
        return bytes;
    }

    static long of(AttributeValue value) {
        return switch (value.type()) {
            case S -> AttributeCodec.utf8Bytes(value.s());
            case N -> number(value.n());
            case B -> value.b().asByteArrayUnsafe().length;
            case M -> MAP_BYTES + (long) ENTRY_BYTES * value.m().size() + of(value.m());
            case L ->
                MAP_BYTES
                        + value.l().stream()
                                .mapToLong(entry -> ENTRY_BYTES + of(entry))
                                .sum();
            case SS -> value.ss().stream().mapToLong(AttributeCodec::utf8Bytes).sum();
            case NS -> value.ns().stream().mapToLong(ItemSize::number).sum();
            case BS ->
                value.bs().stream()
                        .map(SdkBytes::asByteArrayUnsafe)
                        .mapToLong(bytes -> bytes.length)
                        .sum();
            default -> 1; // BOOL, NULL
        };
    }

    /** A byte for each two digits of a whole number, zeros at its end left out; one more, and one for a sign. */
    private static long number(String text) {
        int signBytes = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - signBytes;
        int pairs = (digits + 1) / 2;
        int end = text.length();
        while (pairs > 0 && text.charAt(end - 1) == '0' && (end - 2 < signBytes || text.charAt(end - 2) == '0')) {
            end -= 2;
            pairs--;
        }
        return pairs + 1 + signBytes;
    }

    /** No less than the size of these entries, stored or unpacked, and found without looking at their texts. */
    static long atMost(Map<String, AttributeValue> entries) {
        long bytes = 0;
        for (Map.Entry<String, AttributeValue> entry : entries.entrySet()) {
            AttributeValue value = entry.getValue();
            bytes += MAX_CHAR_BYTES * entry.getKey().length();
            bytes += value.s() == null ? of(value) : MAX_CHAR_BYTES * value.s().length();
            bytes += value.b() == null ? 0 : AttributeCodec.plainBytes(value);
        }
        return bytes;
    }
}
