package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Refusals.assertInvalid;
import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which attributes a read returns.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html">Using
 *     projection expressions</a>
 */
class ProjectionExpressionTest {

    private static final String KEY = "pk: 'a'";

    @AutoClose
    private static final TestTable TABLE = TestTable.create("pk:S");

    @BeforeAll
    static void putTheItem() {
        TABLE.put("pk: 'a', s: 'x', m: {k: 1, nest: {p: 2, q: 3}}, l: [10, 11, {k: 12, q: 13}, [14, 15]]");
    }

    @ParameterizedTest(name = "{0} gives {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    s                  | s: 'x'
                    pk, s              | pk: 'a', s: 'x'
                    pk,s               | pk: 'a', s: 'x'
                    gone               |
                    s, gone            | s: 'x'
                    m                  | m: {k: 1, nest: {p: 2, q: 3}}
                    m.k                | m: {k: 1}
                    m.nest.p           | m: {nest: {p: 2}}
                    m.nest.p, m.k      | m: {nest: {p: 2}, k: 1}
                    m.gone             |
                    m.k.gone           |
                    m[0]               |
                    s.k                |
                    l[1]               | l: [11]
                    l[9]               |
                    l[2], l[0]         | l: [10, {k: 12, q: 13}]
                    l[2].k             | l: [{k: 12}]
                    l[2].k, l[0]       | l: [10, {k: 12}]
                    l[2].k, l[2].q     | l: [{k: 12, q: 13}]
                    l[3][1]            | l: [[15]]
                    l[3][1], m.k       | l: [[15]], m: {k: 1}
                    """)
    void returnsTheNamedPaths(String projection, @Nullable String expected) {
        Map<String, Object> wanted = Canonical.of(requireNonNullElse(expected, ""));

        assertThat(Canonical.of(TABLE.get(KEY, get -> get.projectionExpression(projection))
                        .item()))
                .isEqualTo(wanted);
        assertThat(Canonical.of(TABLE.query("pk = {'a'}", query -> query.projectionExpression(projection))
                        .items()
                        .get(0)))
                .isEqualTo(wanted);
        assertThat(Canonical.of(TABLE.scan(scan -> scan.projectionExpression(projection))
                        .items()
                        .get(0)))
                .isEqualTo(wanted);
    }

    @Test
    void anItemWithoutThePathsIsThere() {
        assertThat(TABLE.get(KEY, get -> get.projectionExpression("gone")).hasItem())
                .isTrue();
        assertThat(TABLE.get("pk: 'gone'", get -> get.projectionExpression("s")).hasItem())
                .isFalse();
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    a, a          | [a]      | [a]
                    #a, #a        | [a]      | [a]
                    #a, #b        | [a]      | [a]
                    a, a.b        | [a]      | [a, b]
                    a.b, a        | [a, b]   | [a]
                    #a, #b.b      | [a]      | [a, b]
                    a, a.b.c      | [a]      | [a, b, c]
                    l, l[0]       | [l]      | [l, [0]]
                    l[0].k, l[0]  | [l, [0], k] | [l, [0]]
                    """)
    void pathsDoNotOverlap(String projection, String one, String two) {
        String message =
                "Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these"
                        + " paths; path one: " + one + ", path two: " + two;
        Map<String, String> names = new java.util.HashMap<>();
        for (String name : new String[] {"#a", "#b"}) {
            if (projection.contains(name)) {
                names.put(name, "a");
            }
        }
        Map<String, String> used = names.isEmpty() ? null : names;

        assertInvalid(
                () -> TABLE.get("pk: 'gone'", get -> get.projectionExpression(projection)
                        .expressionAttributeNames(used)),
                message);
        assertInvalid(
                () -> TABLE.query("pk = {'gone'}", query -> query.projectionExpression(projection)
                        .expressionAttributeNames(used)),
                message);
        assertInvalid(
                () -> TABLE.scan(scan -> scan.projectionExpression(projection).expressionAttributeNames(used)),
                message);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    !!! INVALID !!! | Syntax error; token: "!", near: "!!"
                    a,              | Syntax error; token: "<EOF>", near: ","
                    a b             | Syntax error; token: "b", near: "a b"
                    size(a)         | Syntax error; token: "(", near: "size(a"
                    a[x]            | Syntax error; token: "x", near: "[x]"
                    a..b            | Syntax error; token: ".", near: "..b"
                    #gone           | An expression attribute name used in the document path is not defined; attribute name: #gone
                    """)
    void aWrongProjectionIsRefused(String projection, String message) {
        assertInvalid(
                () -> TABLE.get(KEY, get -> get.projectionExpression(projection)),
                "Invalid ProjectionExpression: " + message);
    }
}
