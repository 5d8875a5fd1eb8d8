package io.github.dynamosessions.embedded.table;

import io.github.dynamosessions.embedded.value.Value;

/** The order of key values. */
public final class Values {

    private Values() {}

    /** Compares two values of the same scalar type; those of different types are ordered by the name of the type. */
    public static int compare(Value a, Value b) {
        if (a instanceof Value.S x && b instanceof Value.S y) {
            return x.compareTo(y);
        }
        if (a instanceof Value.N x && b instanceof Value.N y) {
            return x.compareTo(y);
        }
        if (a instanceof Value.B x && b instanceof Value.B y) {
            return x.compareTo(y);
        }
        return a.type().compareTo(b.type());
    }
}
