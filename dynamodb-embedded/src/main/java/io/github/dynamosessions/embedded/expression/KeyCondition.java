package io.github.dynamosessions.embedded.expression;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a query on key attributes: at most one clause for each.
 *
 * @param clauses by the name of their attribute
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html">Key
 *     condition expressions</a>
 */
public record KeyCondition(Map<String, Clause> clauses) {

    /**
     * The condition on one attribute.
     *
     * @param operator {@code = < <= > >=}, BETWEEN or begins_with
     * @param operands two for BETWEEN, otherwise one
     */
    public record Clause(String operator, List<Value> operands) {}

    private static final Map<String, String> REVERSED =
            Map.of("=", "=", "<>", "<>", "<", ">", "<=", ">=", ">", "<", ">=", "<=");

    static KeyCondition of(Condition condition) {
        List<Condition> conditions = new ArrayList<>();
        flatten(condition, conditions);
        Map<String, Clause> clauses = new LinkedHashMap<>();
        for (Condition each : conditions) {
            add(each, clauses);
        }
        return new KeyCondition(clauses);
    }

    private static void flatten(Condition condition, List<Condition> conditions) {
        if (condition instanceof Condition.And and) {
            flatten(and.left(), conditions);
            flatten(and.right(), conditions);
        } else {
            conditions.add(condition);
        }
    }

    private static void add(Condition condition, Map<String, Clause> clauses) {
        if (condition instanceof Condition.Compare compare
                && !compare.operator().equals("<>")) {
            boolean reversed = !(compare.left() instanceof Operand.At);
            String operator = reversed ? REVERSED.get(compare.operator()) : compare.operator();
            Operand attribute = reversed ? compare.right() : compare.left();
            Operand value = reversed ? compare.left() : compare.right();
            put(clauses, attribute, String.valueOf(operator), value);
        } else if (condition instanceof Condition.Between between) {
            put(clauses, between.operand(), "BETWEEN", between.low(), between.high());
        } else if (condition instanceof Condition.BeginsWith beginsWith) {
            put(clauses, beginsWith.operand(), "begins_with", beginsWith.prefix());
        } else {
            throw ServiceError.validation("Invalid operator used in KeyConditionExpression: " + operator(condition));
        }
    }

    private static void put(Map<String, Clause> clauses, Operand attribute, String operator, Operand... operands) {
        List<Value> values = new ArrayList<>();
        for (Operand operand : operands) {
            if (operand instanceof Operand.Literal literal) {
                values.add(literal.value());
            } else {
                throw ServiceError.validation(
                        operand instanceof Operand.Size || attribute instanceof Operand.Size
                                ? "KeyConditionExpressions cannot contain nested operations"
                                : "Invalid condition in KeyConditionExpression: Multiple attribute names used in one "
                                        + "condition");
            }
        }
        if (!(attribute instanceof Operand.At at)) {
            throw ServiceError.validation(
                    attribute instanceof Operand.Size
                            ? "KeyConditionExpressions cannot contain nested operations"
                            : "Invalid condition in KeyConditionExpression: No key attribute specified");
        }
        if (!at.path().isAttribute()) {
            throw ServiceError.validation(
                    "Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes");
        }
        @Nullable Clause other = clauses.put(at.path().attribute(), new Clause(operator, values));
        if (other != null) {
            throw ServiceError.validation(
                    "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key");
        }
    }

    private static String operator(Condition condition) {
        if (condition instanceof Condition.Compare compare) {
            return compare.operator();
        }
        if (condition instanceof Condition.Or) {
            return "OR";
        }
        if (condition instanceof Condition.Not not) {
            return not.condition() instanceof Condition.Exists ? "attribute_not_exists" : "NOT";
        }
        if (condition instanceof Condition.In) {
            return "IN";
        }
        if (condition instanceof Condition.Contains) {
            return "contains";
        }
        return condition instanceof Condition.HasType ? "attribute_type" : "attribute_exists";
    }
}
