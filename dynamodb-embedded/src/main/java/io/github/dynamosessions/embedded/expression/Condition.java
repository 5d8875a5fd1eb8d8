package io.github.dynamosessions.embedded.expression;

import io.github.dynamosessions.embedded.value.Value;
import java.util.List;
import java.util.Map;

/**
 * A condition on one item. An item that does not exist is an empty map.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html">Condition
 *     and filter expressions, operators, and functions</a>
 */
public sealed interface Condition {

    /** Whether it is true of an item. */
    boolean test(Map<String, Value> item);

    /** Both. */
    record And(Condition left, Condition right) implements Condition {
        @Override
        public boolean test(Map<String, Value> item) {
            return left.test(item) && right.test(item);
        }
    }

    /** One or both. */
    record Or(Condition left, Condition right) implements Condition {
        @Override
        public boolean test(Map<String, Value> item) {
            return left.test(item) || right.test(item);
        }
    }

    /** The opposite. */
    record Not(Condition condition) implements Condition {
        @Override
        public boolean test(Map<String, Value> item) {
            return !condition.test(item);
        }
    }

    /** {@code = <> < <= > >=}. Only {@code <>} is true if an operand is missing or has another type. */
    record Compare(String operator, Operand left, Operand right) implements Condition {
        @Override
        public boolean test(Map<String, Value> item) {
            Value a = left.in(item);
            Value b = right.in(item);
            if (operator.equals("<>")) {
                return a == null || !a.equals(b);
            }
            if (a == null || b == null) {
                return false;
            }
            if (operator.equals("=")) {
                return a.equals(b);
            }
            Integer order = Value.order(a, b);
            return order != null
                    && switch (operator) {
                        case "<" -> order < 0;
                        case "<=" -> order <= 0;
                        case ">" -> order > 0;
                        default -> order >= 0;
                    };
        }
    }

    /** {@code BETWEEN low AND high}, both included. */
    record Between(Operand operand, Operand low, Operand high) implements Condition {
        @Override
        public boolean test(Map<String, Value> item) {
            Integer fromLow = Value.order(operand.in(item), low.in(item));
            Integer fromHigh = Value.order(operand.in(item), high.in(item));
            return fromLow != null && fromHigh != null && fromLow >= 0 && fromHigh <= 0;
        }
    }

    /** {@code IN (...)}. */
    record In(Operand operand, List<Operand> candidates) implements Condition {
        @Override
        public boolean test(Map<String, Value> item) {
            Value value = operand.in(item);
            return value != null && candidates.stream().anyMatch(candidate -> value.equals(candidate.in(item)));
        }
    }

    /** {@code attribute_exists}. */
    record Exists(Path path) implements Condition {
        @Override
        public boolean test(Map<String, Value> item) {
            return path.find(item) != null;
        }
    }

    /** {@code attribute_type}. */
    record HasType(Path path, String type) implements Condition {
        @Override
        public boolean test(Map<String, Value> item) {
            Value value = path.find(item);
            return value != null && value.type().equals(type);
        }
    }

    /** {@code begins_with}. */
    record BeginsWith(Operand operand, Operand prefix) implements Condition {
        @Override
        public boolean test(Map<String, Value> item) {
            Value value = operand.in(item);
            Value start = prefix.in(item);
            return value != null && start != null && beginsWith(value, start);
        }
    }

    /** {@code contains}: a part of a string or of bytes, an element of a set or list. */
    record Contains(Operand operand, Operand part) implements Condition {
        @Override
        public boolean test(Map<String, Value> item) {
            Value whole = operand.in(item);
            Value wanted = part.in(item);
            if (whole == null || wanted == null) {
                return false;
            }
            if (whole instanceof Value.S string) {
                return wanted instanceof Value.S text && string.text().contains(text.text());
            }
            if (whole instanceof Value.B binary) {
                return wanted instanceof Value.B bytes && Bytes.contains(binary.bytes(), bytes.bytes());
            }
            if (whole instanceof Value.SetOf set) {
                return set.elements().contains(wanted);
            }
            return whole instanceof Value.L list && list.elements().contains(wanted);
        }
    }

    /** Whether a string or bytes begin with others. */
    static boolean beginsWith(Value value, Value prefix) {
        if (value instanceof Value.S string && prefix instanceof Value.S start) {
            return string.text().startsWith(start.text());
        }
        return value instanceof Value.B binary
                && prefix instanceof Value.B start
                && Bytes.startsWith(binary.bytes(), start.bytes());
    }
}
