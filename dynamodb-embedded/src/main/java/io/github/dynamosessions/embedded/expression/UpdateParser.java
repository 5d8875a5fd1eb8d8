package io.github.dynamosessions.embedded.expression;

import io.github.dynamosessions.embedded.expression.Token.Kind;
import io.github.dynamosessions.embedded.value.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses update expressions. */
final class UpdateParser extends Parser {

    private static final Set<String> ONLY_IN_CONDITIONS =
            Set.of("attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains", "size");

    private static final Map<String, String> LONG_TYPES = Map.of(
            "S", "STRING",
            "N", "NUMBER",
            "B", "BINARY",
            "BOOL", "BOOLEAN",
            "NULL", "NULL",
            "M", "MAP",
            "L", "LIST",
            "SS", "STRING_SET",
            "NS", "NUMBER_SET",
            "BS", "BINARY_SET");

    private final List<Update.Action> actions = new ArrayList<>();

    UpdateParser(String text, Placeholders placeholders) {
        super("UpdateExpression", text, placeholders);
    }

    Update parse() {
        Set<Update.Kind> sections = EnumSet.noneOf(Update.Kind.class);
        do {
            Update.Kind section = section();
            if (!sections.add(section)) {
                report("The \"" + section + "\" section can only be used once in an update expression;");
            }
            do {
                actions.add(action(section));
            } while (takeIf(","));
        } while (token().kind() != Kind.END);
        throwIfReported();
        String overlap = Overlaps.find(actions.stream().map(Update.Action::path).toList());
        if (overlap != null) {
            throw invalid(overlap);
        }
        return new Update(actions);
    }

    private Update.Kind section() {
        for (Update.Kind section : Update.Kind.values()) {
            if (takeKeyword(section.name())) {
                return section;
            }
        }
        throw syntaxError();
    }

    private Update.Action action(Update.Kind section) {
        Path path = path();
        countOperator();
        return switch (section) {
            case SET -> {
                require("=");
                yield new Update.Action(section, path, calculation());
            }
            case REMOVE -> new Update.Action(section, path, null);
            case ADD -> new Update.Action(section, path, literal("ADD", Set.of("N", "SS", "NS", "BS")));
            case DELETE -> new Update.Action(section, path, literal("DELETE", Set.of("SS", "NS", "BS")));
        };
    }

    private Calculation literal(String section, Set<String> types) {
        if (token().kind() != Kind.VALUE) {
            throw syntaxError();
        }
        Value value = value();
        if (!types.contains(value.type())) {
            report("Incorrect operand type for operator or function; operator: " + section + ", operand type: "
                    + LONG_TYPES.get(value.type()) + ", typeSet: ALLOWED_FOR_" + section + "_OPERAND");
        }
        return new Calculation.Literal(value);
    }

    private Calculation calculation() {
        Calculation left = operand();
        boolean plus = token().is("+");
        if (!plus && !token().is("-")) {
            return left;
        }
        String operator = take().text();
        countOperator();
        Calculation right = operand();
        requireType(operator, left, "N");
        requireType(operator, right, "N");
        return new Calculation.Arithmetic(plus, left, right);
    }

    private Calculation operand() {
        if (takeIf("(")) {
            Calculation inner = calculation();
            require(")");
            return inner;
        }
        if (token().kind() == Kind.VALUE) {
            return new Calculation.Literal(value());
        }
        return atFunction() ? function() : new Calculation.At(path());
    }

    private Calculation function() {
        String name = take().text();
        countOperator();
        take();
        List<Calculation> arguments = new ArrayList<>();
        do {
            arguments.add(operand());
        } while (takeIf(","));
        require(")");
        Calculation none = new Calculation.Literal(new Value.Null());
        if (ONLY_IN_CONDITIONS.contains(name)) {
            report("The function is not allowed in an update expression; function: " + name);
            return none;
        }
        if (!name.equals("if_not_exists") && !name.equals("list_append")) {
            report("Invalid function name; function: " + name);
            return none;
        }
        if (arguments.size() != 2) {
            report("Incorrect number of operands for operator or function; operator or function: " + name
                    + ", number of operands: " + arguments.size());
            return none;
        }
        return name.equals("list_append")
                ? listAppend(arguments.get(0), arguments.get(1))
                : ifNotExists(arguments.get(0), arguments.get(1));
    }

    private Calculation ifNotExists(Calculation path, Calculation otherwise) {
        if (path instanceof Calculation.At at) {
            return new Calculation.IfNotExists(at.path(), otherwise);
        }
        report("Operator or function requires a document path; operator or function: if_not_exists");
        return otherwise;
    }

    private Calculation listAppend(Calculation first, Calculation second) {
        requireType("list_append", first, "L");
        requireType("list_append", second, "L");
        return new Calculation.ListAppend(first, second);
    }

    private void requireType(String operator, Calculation operand, String type) {
        @Nullable String known = Calculation.knownType(operand);
        if (known != null && !known.equals(type)) {
            report("Incorrect operand type for operator or function; operator or function: " + operator
                    + ", operand type: " + known);
        }
    }
}
