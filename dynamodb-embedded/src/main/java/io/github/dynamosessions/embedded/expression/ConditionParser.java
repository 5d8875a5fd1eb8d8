package io.github.dynamosessions.embedded.expression;

import io.github.dynamosessions.embedded.expression.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses condition, filter and key condition expressions. */
final class ConditionParser extends Parser {

    private static final Set<String> COMPARATORS = Set.of("=", "<>", "<", "<=", ">", ">=");
    private static final int MOST_CANDIDATES = 100;

    private final ConditionChecks checks = new ConditionChecks(this::report);

    ConditionParser(String parameter, String text, Placeholders placeholders) {
        super(parameter, text, placeholders);
    }

    Condition parse() {
        Object node = or();
        requireEnd();
        Condition condition = condition(node);
        throwIfReported();
        return condition;
    }

    /** Anything between parentheses. A condition and an operand look the same until more is read. */
    private record Parenthesized(Object content) {}

    /** A function, of which is not known yet whether it stands where it may. */
    private record Function(String name, List<Object> arguments) {}

    private Object or() {
        Object left = and();
        while (takeKeyword("OR")) {
            countOperator();
            left = new Condition.Or(condition(left), condition(and()));
        }
        return left;
    }

    private Object and() {
        Object left = not();
        while (takeKeyword("AND")) {
            countOperator();
            left = new Condition.And(condition(left), condition(not()));
        }
        return left;
    }

    private Object not() {
        if (token().isKeyword("NOT")) {
            take();
            countOperator();
            return new Condition.Not(condition(not()));
        }
        return comparison();
    }

    private Object comparison() {
        Object left = primary();
        if (token().kind() == Kind.SYMBOL && COMPARATORS.contains(token().text())) {
            String operator = take().text();
            countOperator();
            return checks.compare(operator, operand(left), operand(primary()));
        }
        if (takeKeyword("BETWEEN")) {
            countOperator();
            Operand low = operand(primary());
            if (!takeKeyword("AND")) {
                throw syntaxError();
            }
            return checks.between(operand(left), low, operand(primary()));
        }
        if (takeKeyword("IN")) {
            countOperator();
            return in(operand(left));
        }
        return left;
    }

    private Condition in(Operand operand) {
        require("(");
        List<Operand> candidates = new ArrayList<>();
        do {
            candidates.add(operand(primary()));
        } while (takeIf(","));
        require(")");
        if (candidates.size() > MOST_CANDIDATES) {
            report("Invalid number of operands for operator or function; operator or function: IN, number of operands: "
                    + candidates.size());
        }
        return new Condition.In(operand, candidates);
    }

    private Object primary() {
        if (takeIf("(")) {
            Object content = or();
            require(")");
            if (content instanceof Parenthesized) {
                report("The expression has redundant parentheses;");
            }
            return new Parenthesized(content);
        }
        if (token().kind() == Kind.VALUE) {
            return new Operand.Literal(value());
        }
        if (atFunction()) {
            return function();
        }
        if (!atPath() || isKeyword()) {
            throw syntaxError();
        }
        return new Operand.At(path());
    }

    private boolean isKeyword() {
        return token().isKeyword("AND")
                || token().isKeyword("OR")
                || token().isKeyword("NOT")
                || token().isKeyword("BETWEEN")
                || token().isKeyword("IN");
    }

    private Function function() {
        String name = take().text();
        countOperator();
        take();
        List<Object> arguments = new ArrayList<>();
        do {
            arguments.add(primary());
        } while (takeIf(","));
        require(")");
        if (!ConditionChecks.isFunction(name)) {
            report("Invalid function name; function: " + name);
        }
        return new Function(name, arguments);
    }

    private Condition condition(Object node) {
        if (node instanceof Condition condition) {
            return condition;
        }
        if (node instanceof Parenthesized parenthesized) {
            return condition(parenthesized.content());
        }
        if (node instanceof Function function) {
            return checks.condition(
                    function.name(),
                    function.arguments().stream().map(this::operand).toList());
        }
        throw syntaxError();
    }

    private Operand operand(Object node) {
        if (node instanceof Operand operand) {
            return operand;
        }
        if (node instanceof Parenthesized parenthesized) {
            return operand(parenthesized.content());
        }
        if (node instanceof Function function) {
            return checks.operand(
                    function.name(),
                    function.arguments().stream().map(this::operand).toList());
        }
        throw syntaxError();
    }
}
