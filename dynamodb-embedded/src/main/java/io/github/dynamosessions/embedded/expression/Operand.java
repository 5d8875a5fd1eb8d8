package io.github.dynamosessions.embedded.expression;

import io.github.dynamosessions.embedded.value.Value;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a condition compares. */
public sealed interface Operand {

    /** Its value for an item; null if there is none. */
    @Nullable
    Value in(Map<String, Value> item);

    /** A document path. */
    record At(Path path) implements Operand {
        @Override
        public @Nullable Value in(Map<String, Value> item) {
            return path.find(item);
        }
    }

    /** A value of the request. */
    record Literal(Value value) implements Operand {
        @Override
        public Value in(Map<String, Value> item) {
            return value;
        }
    }

    /** The size of a value: characters, bytes or elements. */
    record Size(Operand of) implements Operand {
        @Override
        public @Nullable Value in(Map<String, Value> item) {
            Value value = of.in(item);
            int size;
            if (value instanceof Value.S string) {
                size = string.text().length();
            } else if (value instanceof Value.B binary) {
                size = binary.bytes().length;
            } else if (value instanceof Value.L list) {
                size = list.elements().size();
            } else if (value instanceof Value.M map) {
                size = map.entries().size();
            } else if (value instanceof Value.SetOf set) {
                size = set.elements().size();
            } else {
                return null;
            }
            return new Value.N(BigDecimal.valueOf(size));
        }
    }
}
