package io.github.dynamosessions.embedded.expression;

import io.github.dynamosessions.embedded.value.Value;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Unions and differences of sets of the same type. */
final class Sets {

    private Sets() {}

    /** Null if they are no sets of the same type. */
    static @Nullable Value union(Value a, Value b) {
        if (a instanceof Value.SS x && b instanceof Value.SS y) {
            return new Value.SS(union(x.elements(), y.elements()));
        }
        if (a instanceof Value.NS x && b instanceof Value.NS y) {
            return new Value.NS(union(x.elements(), y.elements()));
        }
        if (a instanceof Value.BS x && b instanceof Value.BS y) {
            return new Value.BS(union(x.elements(), y.elements()));
        }
        return null;
    }

    /** Null if nothing is left. */
    static @Nullable Value difference(Value a, Value b) {
        if (a instanceof Value.SS x && b instanceof Value.SS y) {
            Set<Value.S> left = difference(x.elements(), y.elements());
            return left.isEmpty() ? null : new Value.SS(left);
        }
        if (a instanceof Value.NS x && b instanceof Value.NS y) {
            Set<Value.N> left = difference(x.elements(), y.elements());
            return left.isEmpty() ? null : new Value.NS(left);
        }
        if (a instanceof Value.BS x && b instanceof Value.BS y) {
            Set<Value.B> left = difference(x.elements(), y.elements());
            return left.isEmpty() ? null : new Value.BS(left);
        }
        return null;
    }

    private static <V> Set<V> union(Set<V> a, Set<V> b) {
        Set<V> all = new LinkedHashSet<>(a);
        all.addAll(b);
        return Collections.unmodifiableSet(all);
    }

    private static <V> Set<V> difference(Set<V> a, Set<V> b) {
        Set<V> left = new LinkedHashSet<>(a);
        left.removeAll(b);
        return Collections.unmodifiableSet(left);
    }
}
