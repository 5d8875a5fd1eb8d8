package io.github.dynamosessions.embedded.table;

import io.github.dynamosessions.embedded.value.Value;

/** The order of key values. */
public final class Values {

    private Values() {}

    /** Compares two values of the same scalar type; those of different types are ordered by the name of the type. */
    public static int compare(Value a, Value b) {
        Integer order = Value.order(a, b);
        return order == null ? a.type().compareTo(b.type()) : order;
    }
}
