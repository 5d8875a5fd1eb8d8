package io.github.dynamosessions.embedded.expression;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.expression.Token.Kind;
import io.github.dynamosessions.embedded.value.Utf8;
import io.github.dynamosessions.embedded.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the parsers of all kinds of expressions share: the tokens, paths and placeholders, and the errors. A syntax
 * error ends at once; what else is wrong is reported when the whole expression was read, the first one first.
 */
abstract class Parser {

    /** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters */
    private static final int LONGEST = 4096;

    private static final int MOST_OPERATORS = 300;
    private static final BigDecimal HIGHEST_INDEX = BigDecimal.valueOf(Integer.MAX_VALUE);

    private final String parameter;
    private final String text;
    private final List<Token> tokens;
    private final Placeholders placeholders;
    private @Nullable ServiceError firstError;
    private int position;
    private int operators;

    Parser(String parameter, String text, Placeholders placeholders) {
        this.parameter = parameter;
        this.text = text;
        this.placeholders = placeholders;
        if (text.isBlank()) {
            throw invalid("The expression can not be empty;");
        }
        int size = Utf8.length(text);
        if (size > LONGEST) {
            throw invalid("Expression size has exceeded the maximum allowed size; expression size: " + size);
        }
        this.tokens = Tokenizer.tokens(text);
    }

    final ServiceError invalid(String message) {
        return ServiceError.validation("Invalid " + parameter + ": " + message);
    }

    /** Notes an error that is reported when the whole expression was read. */
    final void report(String message) {
        if (firstError == null) {
            firstError = invalid(message);
        }
    }

    final void throwIfReported() {
        if (operators > MOST_OPERATORS) {
            report("The expression contains too many operators; operator count: " + operators);
        }
        if (firstError != null) {
            throw firstError;
        }
    }

    final void countOperator() {
        operators++;
    }

    final Token token() {
        return tokens.get(position);
    }

    final Token following() {
        return tokens.get(Math.min(position + 1, tokens.size() - 1));
    }

    final Token take() {
        return tokens.get(position++);
    }

    final boolean takeIf(String symbol) {
        boolean found = token().is(symbol);
        if (found) {
            position++;
        }
        return found;
    }

    final boolean takeKeyword(String word) {
        boolean found = token().isKeyword(word);
        if (found) {
            position++;
        }
        return found;
    }

    final void require(String symbol) {
        if (!takeIf(symbol)) {
            throw syntaxError();
        }
    }

    final void requireEnd() {
        if (token().kind() != Kind.END) {
            throw syntaxError();
        }
    }

    /** The token where parsing ended, and the text from the token before it to the one after it. */
    final ServiceError syntaxError() {
        Token token = token();
        int start = tokens.get(Math.max(0, position - 1)).start();
        int end = tokens.get(Math.min(tokens.size() - 1, position + 1)).end();
        return invalid("Syntax error; token: \"" + token.text() + "\", near: \"" + text.substring(start, end) + "\"");
    }

    final boolean atFunction() {
        return token().kind() == Kind.WORD && following().is("(");
    }

    final boolean atPath() {
        Kind kind = token().kind();
        return kind == Kind.WORD || kind == Kind.NAME;
    }

    final Path path() {
        List<Path.Step> steps = new ArrayList<>();
        steps.add(name());
        while (true) {
            if (takeIf(".")) {
                steps.add(name());
            } else if (takeIf("[")) {
                steps.add(index());
                require("]");
            } else {
                break;
            }
        }
        return new Path(steps);
    }

    private Path.Name name() {
        if (!atPath()) {
            throw syntaxError();
        }
        Token token = take();
        String name = token.text();
        if (token.kind() == Kind.NAME) {
            name = placeholders.name(token.text());
            if (name == null) {
                report("An expression attribute name used in the document path is not defined; attribute name: "
                        + token.text());
            }
        } else if (ReservedWords.contains(name)) {
            report("Attribute name is a reserved keyword; reserved keyword: " + name);
        }
        return new Path.Name(name == null ? token.text() : name);
    }

    private Path.Index index() {
        if (token().kind() != Kind.NUMBER) {
            throw syntaxError();
        }
        BigDecimal index = new BigDecimal(take().text());
        if (index.compareTo(HIGHEST_INDEX) > 0) {
            report("List index is not within the allowable range; index: [" + index + "]");
            return new Path.Index(0);
        }
        return new Path.Index(index.intValue());
    }

    /** The value of a {@code :value} token. */
    final Value value() {
        Token token = take();
        Value value = placeholders.value(token.text());
        if (value == null) {
            report("An expression attribute value used in expression is not defined; attribute value: " + token.text());
            return new Value.Null();
        }
        return value;
    }
}
