package io.github.dynamosessions.embedded.expression;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.value.Numbers;
import io.github.dynamosessions.embedded.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The right side of a SET. It sees the item as it was before the update. */
sealed interface Calculation {

    /**
     * The value for an item.
     *
     * @throws ServiceError if the item has no such attribute, or one of another type
     */
    Value of(Map<String, Value> item);

    /** A document path. */
    record At(Path path) implements Calculation {
        @Override
        public Value of(Map<String, Value> item) {
            Value value = path.find(item);
            if (value == null) {
                throw ServiceError.validation(
                        "The provided expression refers to an attribute that does not exist in the item");
            }
            return value;
        }
    }

    /** A value of the request. */
    record Literal(Value value) implements Calculation {
        @Override
        public Value of(Map<String, Value> item) {
            return value;
        }
    }

    /** {@code +} or {@code -}. */
    record Arithmetic(boolean plus, Calculation left, Calculation right) implements Calculation {
        @Override
        public Value of(Map<String, Value> item) {
            if (left.of(item) instanceof Value.N a && right.of(item) instanceof Value.N b) {
                return Numbers.checked(
                        plus ? a.number().add(b.number()) : a.number().subtract(b.number()));
            }
            throw wrongType();
        }
    }

    /** {@code if_not_exists}. */
    record IfNotExists(Path path, Calculation otherwise) implements Calculation {
        @Override
        public Value of(Map<String, Value> item) {
            Value value = path.find(item);
            return value == null ? otherwise.of(item) : value;
        }
    }

    /** {@code list_append}. */
    record ListAppend(Calculation first, Calculation second) implements Calculation {
        @Override
        public Value of(Map<String, Value> item) {
            if (first.of(item) instanceof Value.L a && second.of(item) instanceof Value.L b) {
                List<Value> elements = new ArrayList<>(a.elements());
                elements.addAll(b.elements());
                return new Value.L(Collections.unmodifiableList(elements));
            }
            throw wrongType();
        }
    }

    /** The type that is known before there is an item; null of a path. */
    static @Nullable String knownType(Calculation calculation) {
        if (calculation instanceof Literal literal) {
            return literal.value().type();
        }
        return calculation instanceof ListAppend ? "L" : calculation instanceof Arithmetic ? "N" : null;
    }

    static ServiceError wrongType() {
        return ServiceError.validation("An operand in the update expression has an incorrect data type");
    }
}
