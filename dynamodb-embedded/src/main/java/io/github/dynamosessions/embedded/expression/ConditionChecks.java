package io.github.dynamosessions.embedded.expression;

import io.github.dynamosessions.embedded.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Makes conditions of their operands, and reports what can be wrong with them before there is an item. */
final class ConditionChecks {

    private static final Map<String, Integer> FUNCTIONS = Map.of(
            "attribute_exists", 1,
            "attribute_not_exists", 1,
            "attribute_type", 2,
            "begins_with", 2,
            "contains", 2,
            "size", 1);

    private static final Set<String> ONLY_IN_UPDATES = Set.of("if_not_exists", "list_append");
    private static final Set<String> TYPES = Set.of("S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS");
    private static final Set<String> ORDERED = Set.of("S", "N", "B");
    private static final Set<String> SIZED = Set.of("S", "B", "M", "L", "SS", "NS", "BS");

    private static final Condition NONE = new Condition.Exists(new Path(List.of(new Path.Name(""))));

    private final Consumer<String> report;

    ConditionChecks(Consumer<String> report) {
        this.report = report;
    }

    static boolean isFunction(String name) {
        return FUNCTIONS.containsKey(name) || ONLY_IN_UPDATES.contains(name);
    }

    Condition compare(String operator, Operand left, Operand right) {
        if (left.equals(right)) {
            reportSame(operator, left);
        }
        if (!operator.equals("=") && !operator.equals("<>")) {
            requireType(operator, left, ORDERED);
            requireType(operator, right, ORDERED);
        }
        return new Condition.Compare(operator, left, right);
    }

    Condition between(Operand operand, Operand low, Operand high) {
        requireType("BETWEEN", low, ORDERED);
        requireType("BETWEEN", high, ORDERED);
        if (low instanceof Operand.Literal from && high instanceof Operand.Literal to) {
            String bounds = "; lower bound operand: AttributeValue: " + shown(from.value())
                    + ", upper bound operand: AttributeValue: " + shown(to.value());
            if (!from.value().type().equals(to.value().type())) {
                report.accept("The BETWEEN operator requires same data type for lower and upper bounds" + bounds);
            } else if (new Condition.Compare(">", low, high).test(Map.of())) {
                report.accept("The BETWEEN operator requires upper bound to be greater than or equal to lower bound"
                        + bounds);
            }
        }
        return new Condition.Between(operand, low, high);
    }

    /** A function in the place of a condition. */
    Condition condition(String name, List<Operand> arguments) {
        if (!checkArguments(name, arguments)) {
            return NONE;
        }
        switch (name) {
            case "attribute_exists":
                return new Condition.Exists(path(name, arguments.get(0)));
            case "attribute_not_exists":
                return new Condition.Not(new Condition.Exists(path(name, arguments.get(0))));
            case "attribute_type":
                return new Condition.HasType(path(name, arguments.get(0)), typeName(arguments.get(1)));
            case "begins_with":
                requireType(name, arguments.get(0), Set.of("S", "B"));
                requireType(name, arguments.get(1), Set.of("S", "B"));
                requireDistinct(name, arguments);
                return new Condition.BeginsWith(arguments.get(0), arguments.get(1));
            case "contains":
                requireType(name, arguments.get(0), Set.of("S", "B", "L", "SS", "NS", "BS"));
                requireDistinct(name, arguments);
                return new Condition.Contains(arguments.get(0), arguments.get(1));
            default:
                report.accept("The function is not allowed to be used this way in an expression; function: " + name);
                return NONE;
        }
    }

    /** A function in the place of an operand. */
    Operand operand(String name, List<Operand> arguments) {
        if (checkArguments(name, arguments)) {
            if (name.equals("size")) {
                requireType(name, arguments.get(0), SIZED);
                return new Operand.Size(arguments.get(0));
            }
            report.accept("The function is not allowed to be used this way in an expression; function: " + name);
        }
        return new Operand.Literal(new Value.Null());
    }

    private boolean checkArguments(String name, List<Operand> arguments) {
        if (ONLY_IN_UPDATES.contains(name)) {
            report.accept("The function is not allowed in a condition expression; function: " + name);
            return false;
        }
        Integer number = FUNCTIONS.get(name);
        if (number != null && number != arguments.size()) {
            report.accept("Incorrect number of operands for operator or function; operator or function: " + name
                    + ", number of operands: " + arguments.size());
            return false;
        }
        return number != null;
    }

    private Path path(String function, Operand operand) {
        if (operand instanceof Operand.At at) {
            return at.path();
        }
        report.accept("Operator or function requires a document path; operator or function: " + function);
        return new Path(List.of(new Path.Name("")));
    }

    private String typeName(Operand operand) {
        if (operand instanceof Operand.Literal literal && literal.value() instanceof Value.S type) {
            if (!TYPES.contains(type.text())) {
                report.accept("Invalid attribute type name found; type: " + type.text()
                        + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
            }
            return type.text();
        }
        reportType(
                "attribute_type",
                operand instanceof Operand.Literal literal ? literal.value().type() : "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}");
        return "";
    }

    private void requireDistinct(String function, List<Operand> arguments) {
        if (arguments.get(0).equals(arguments.get(1))) {
            reportSame(function, arguments.get(0));
        }
    }

    private void reportSame(String operator, Operand operand) {
        String shown = operand instanceof Operand.At at
                ? at.path().toString()
                : operand instanceof Operand.Literal literal ? "AttributeValue: " + shown(literal.value()) : "size";
        report.accept("The first operand must be distinct from the remaining operands for this operator or function; "
                + "operator: " + operator + ", first operand: " + shown);
    }

    private void requireType(String operator, Operand operand, Set<String> types) {
        if (operand instanceof Operand.Literal literal
                && !types.contains(literal.value().type())) {
            reportType(operator, literal.value().type());
        }
    }

    private void reportType(String operator, String type) {
        report.accept("Incorrect operand type for operator or function; operator or function: " + operator
                + ", operand type: " + type);
    }

    private static String shown(Value value) {
        String text = value instanceof Value.S string
                ? string.text()
                : value instanceof Value.N number ? number.text() : value.toString();
        return "{" + value.type() + ":" + text + "}";
    }
}
