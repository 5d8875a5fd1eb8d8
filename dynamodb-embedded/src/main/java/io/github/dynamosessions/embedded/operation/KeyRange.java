package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.expression.KeyCondition;
import io.github.dynamosessions.embedded.expression.KeyCondition.Clause;
import io.github.dynamosessions.embedded.table.KeySchema;
import io.github.dynamosessions.embedded.table.Position;
import io.github.dynamosessions.embedded.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The part of a table or index that a key condition selects.
 *
 * @param from before its first item
 * @param to after its last item
 */
record KeyRange(Position from, Position to) {

    static KeyRange of(KeyCondition condition, KeySchema keys, Map<String, String> types) {
        int conditions = condition.clauses().size();
        if (conditions > keys.names().size()) {
            throw ServiceError.validation("The number of query conditions (" + conditions
                    + ") exceeds the number of key attributes defined in the schema ("
                    + keys.names().size() + ")");
        }
        List<Value> hash = new ArrayList<>();
        for (String name : keys.hash()) {
            Clause clause = condition.clauses().get(name);
            if (clause == null) {
                throw missed(name);
            }
            if (!clause.operator().equals("=")) {
                throw ServiceError.validation("Query key condition not supported");
            }
            hash.add(checked(name, clause, types).get(0));
        }
        List<Value> equal = new ArrayList<>();
        Clause last = null;
        int used = hash.size();
        for (String name : keys.range()) {
            Clause clause = condition.clauses().get(name);
            if (clause == null) {
                break;
            }
            if (last != null) {
                throw ServiceError.validation("Query key condition not supported");
            }
            used++;
            List<Value> operands = checked(name, clause, types);
            if (clause.operator().equals("=")) {
                equal.add(operands.get(0));
            } else {
                last = clause;
            }
        }
        if (used < conditions) {
            throw keys.range().isEmpty()
                    ? ServiceError.validation("Query key condition not supported")
                    : missed(keys.range().get(0));
        }
        return last == null
                ? new KeyRange(Position.before(hash, equal), Position.after(hash, equal))
                : range(hash, equal, last);
    }

    private static ServiceError missed(String name) {
        return ServiceError.validation("Query condition missed key schema element: " + name);
    }

    private static List<Value> checked(String name, Clause clause, Map<String, String> types) {
        for (Value value : clause.operands()) {
            if (!value.type().equals(types.get(name))) {
                throw ServiceError.validation("One or more parameter values were invalid: "
                        + "Condition parameter type does not match schema type");
            }
            String empty = Keys.empty(value);
            if (empty != null) {
                throw ServiceError.validation(
                        "One or more parameter values are not valid. The AttributeValue for a key "
                                + "attribute cannot contain an empty " + empty + " value. Key: " + name);
            }
        }
        return clause.operands();
    }

    private static KeyRange range(List<Value> hash, List<Value> equal, Clause clause) {
        Value operand = clause.operands().get(0);
        List<Value> at = with(equal, operand);
        Position first = Position.before(hash, equal);
        Position last = Position.after(hash, equal);
        return switch (clause.operator()) {
            case "<" -> new KeyRange(first, Position.before(hash, at));
            case "<=" -> new KeyRange(first, Position.after(hash, at));
            case ">" -> new KeyRange(Position.after(hash, at), last);
            case ">=" -> new KeyRange(Position.before(hash, at), last);
            case "BETWEEN" ->
                new KeyRange(
                        Position.before(hash, at),
                        Position.after(hash, with(equal, clause.operands().get(1))));
            default -> new KeyRange(Position.before(hash, at), afterPrefix(hash, equal, operand));
        };
    }

    private static List<Value> with(List<Value> values, Value value) {
        List<Value> all = new ArrayList<>(values);
        all.add(value);
        return all;
    }

    /** Before the first value that is greater than all that begin with the prefix. */
    private static Position afterPrefix(List<Value> hash, List<Value> equal, Value prefix) {
        Value next = Prefixes.next(prefix);
        return next == null ? Position.after(hash, equal) : Position.before(hash, with(equal, next));
    }
}
