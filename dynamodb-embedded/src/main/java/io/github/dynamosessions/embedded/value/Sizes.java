package io.github.dynamosessions.embedded.value;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;

/**
 * Sizes in bytes, as DynamoDB counts them for its limits and for capacity units.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">Item
 *     sizes and formats</a>
 */
public final class Sizes {

    private static final int COLLECTION = 3;
    private static final int ELEMENT = 1;

    private Sizes() {}

    /** Names and values of all attributes. */
    public static int of(Map<String, Value> item) {
        int size = 0;
        for (Map.Entry<String, Value> attribute : item.entrySet()) {
            size += Utf8.length(attribute.getKey()) + of(attribute.getValue());
        }
        return size;
    }

    /** One value, without its name. */
    public static int of(Value value) {
        if (value instanceof Value.S string) {
            return Utf8.length(string.text());
        } else if (value instanceof Value.N number) {
            return of(number.number());
        } else if (value instanceof Value.B binary) {
            return binary.bytes().length;
        } else if (value instanceof Value.M map) {
            return COLLECTION + ELEMENT * map.entries().size() + of(map.entries());
        } else if (value instanceof Value.L list) {
            return COLLECTION + ELEMENT * list.elements().size() + sum(list.elements());
        } else if (value instanceof Value.SetOf set) {
            return sum(set.elements());
        }
        return 1; // Boolean, null
    }

    private static int sum(Collection<? extends Value> values) {
        int size = 0;
        for (Value value : values) {
            size += of(value);
        }
        return size;
    }

    /**
     * A byte for each pair of digits, paired from the decimal point as in base 100 and without the pairs of zeros at
     * both ends, and one more; another one for the sign of a negative number. Zero takes one byte.
     */
    private static int of(BigDecimal number) {
        if (number.signum() == 0) {
            return 1;
        }
        int firstPair = Math.floorDiv(number.precision() - number.scale() - 1, 2);
        int lastPair = Math.floorDiv(-number.scale(), 2);
        return firstPair - lastPair + 1 + 1 + (number.signum() < 0 ? 1 : 0);
    }
}
