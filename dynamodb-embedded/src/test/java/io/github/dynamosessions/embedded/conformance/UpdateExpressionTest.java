package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Refusals.assertInvalid;
import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What an update makes of an item.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html">Using
 *     update expressions</a>
 */
class UpdateExpressionTest {

    private static final String KEY = "pk: 'a'";

    @AutoClose
    private static final TestTable TABLE = TestTable.create("pk:S");

    @ParameterizedTest(name = "{0} | {1} | {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                                   | SET a = {1}                              | a: 1
                    a: 1           | SET a = {'x'}                            | a: 'x'
                    a: 1           | SET c = a                                | a: 1, c: 1
                    a: 1, c: 2     | SET a = c, c = a                         | a: 2, c: 1
                    a: 1           | SET c = {2}, d = {3}                     | a: 1, c: 2, d: 3
                    a: 1           | SET a = {NULL}, c = {true}, d = {[]}     | a: NULL, c: true, d: []
                    a: 1           | SET a = {<<0x01>>}, c = {{}}             | a: <<0x01>>, c: {}
                    n: 1           | SET n = n + {2}                          | n: 3
                    n: 1           | SET n = n - {2}                          | n: -1
                    n: 1           | SET n = {10} - n                         | n: 9
                    n: 4           | SET n = n + n                            | n: 8
                    n: 0.1         | SET n = n + {0.2}                        | n: 0.3
                    n: 1           | SET n = {1e30} + n                       | n: 1000000000000000000000000000001
                    n: 5           | SET a = {1} + {2}                        | n: 5, a: 3
                    m: {n: 1}      | SET m.n = m.n + {1}                      | m: {n: 2}
                                   | SET a = if_not_exists(a, {1})            | a: 1
                    a: 5           | SET a = if_not_exists(a, {1})            | a: 5
                    a: 5           | SET c = if_not_exists(c, a)              | a: 5, c: 5
                                   | SET n = if_not_exists(n, {0}) + {1}      | n: 1
                    n: 7           | SET n = if_not_exists(n, {0}) + {1}      | n: 8
                    m: {k: 1}      | SET a = if_not_exists(m.k, {2})          | m: {k: 1}, a: 1
                    l: [1]         | SET l = list_append(l, {[2, 3]})         | l: [1, 2, 3]
                    l: [1]         | SET l = list_append({[0]}, l)            | l: [0, 1]
                    l: [1]         | SET l = list_append(l, l)                | l: [1, 1]
                                   | SET l = list_append(if_not_exists(l, {[]}), {[1]}) | l: [1]
                    m: {k: 1}      | SET m.k = {2}, m.q = {3}                 | m: {k: 2, q: 3}
                    m: {k: {}}     | SET m.k.q = {1}                          | m: {k: {q: 1}}
                    l: [1, 2]      | SET l[0] = {9}                           | l: [9, 2]
                    l: [1, 2]      | SET l[1] = l[0], l[0] = l[1]             | l: [2, 1]
                    l: [1]         | SET l[9] = {2}                           | l: [1, 2]
                    l: [1]         | SET l[7] = {7}, l[5] = {5}               | l: [1, 5, 7]
                    l: []          | SET l[0] = {1}                           | l: [1]
                    l: [{k: 1}]    | SET l[0].k = {2}                         | l: [{k: 2}]
                    m: {l: [[1]]}  | SET m.l[0][0] = {2}                      | m: {l: [[2]]}
                    """)
    void set(@Nullable String before, String expression, @Nullable String after) {
        assertUpdate(before, expression, after);
    }

    @ParameterizedTest(name = "{0} | {1} | {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    a: 1, c: 2     | REMOVE a                                 | c: 2
                    a: 1, c: 2     | REMOVE a, c                              |
                    a: 1           | REMOVE gone                              | a: 1
                    m: {k: 1}      | REMOVE m.k                               | m: {}
                    m: {k: 1}      | REMOVE m.gone                            | m: {k: 1}
                    l: [1, 2, 3]   | REMOVE l[1]                              | l: [1, 3]
                    l: [1, 2, 3]   | REMOVE l[0], l[2]                        | l: [2]
                    l: [1]         | REMOVE l[5]                              | l: [1]
                    l: [{k: 1}]    | REMOVE l[0].k                            | l: [{}]
                    """)
    void remove(@Nullable String before, String expression, @Nullable String after) {
        assertUpdate(before, expression, after);
    }

    @ParameterizedTest(name = "{0} | {1} | {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                                   | ADD n {2}                                | n: 2
                    n: 1           | ADD n {2}                                | n: 3
                    n: 1           | ADD n {-1.5}                             | n: -0.5
                                   | ADD g {<<'a'>>}                          | g: <<'a'>>
                    g: <<'a'>>     | ADD g {<<'a', 'b'>>}                     | g: <<'a', 'b'>>
                    g: <<1>>       | ADD g {<<1.0, 2>>}                       | g: <<1, 2>>
                    g: <<0x01>>    | ADD g {<<0x02>>}                         | g: <<0x01, 0x02>>
                    n: 1           | ADD n {1}, o {1}                         | n: 2, o: 1
                    g: <<'a', 'b'>> | DELETE g {<<'a'>>}                      | g: <<'b'>>
                    g: <<'a'>>     | DELETE g {<<'q'>>}                       | g: <<'a'>>
                    g: <<1, 2>>    | DELETE g {<<1.0>>}                       | g: <<2>>
                    g: <<'a'>>, c: 1 | DELETE g {<<'a', 'z'>>}                | c: 1
                    c: 1           | DELETE g {<<'a'>>}                       | c: 1
                    """)
    void addAndDelete(@Nullable String before, String expression, @Nullable String after) {
        assertUpdate(before, expression, after);
    }

    @ParameterizedTest(name = "{0} | {1} | {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    a: 1, n: 1, g: <<'x', 'y'>> | SET c = {2} REMOVE a ADD n {1} DELETE g {<<'x'>>} | c: 2, n: 2, g: <<'y'>>
                    a: 1           | REMOVE a SET c = a                       | c: 1
                    n: 1           | ADD n {1} SET c = n                      | n: 2, c: 1
                    a: 1           | set c = {2} remove a                     | c: 2
                    l: [1, 2, 3]   | SET l[0] = {9} REMOVE l[1]               | l: [9, 3]
                    l: [1, 2]      | REMOVE l[0] SET l[5] = {3}               | l: [2, 3]
                    a: 1           | SET a=a+{1}                              | a: 2
                    """)
    void clausesTogether(@Nullable String before, String expression, @Nullable String after) {
        assertUpdate(before, expression, after);
    }

    @ParameterizedTest(name = "{0} | {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    a: 1    | SET a = gone             | The provided expression refers to an attribute that does not exist in the item
                    a: 1    | SET a = gone + {1}       | The provided expression refers to an attribute that does not exist in the item
                    m: {}   | SET a = m.gone           | The provided expression refers to an attribute that does not exist in the item
                    l: [1]  | SET a = l[3]             | The provided expression refers to an attribute that does not exist in the item
                    a: 1    | SET a = list_append(gone, {[1]}) | The provided expression refers to an attribute that does not exist in the item
                    a: 'x'  | SET a = a + {1}          | An operand in the update expression has an incorrect data type
                    a: 'x'  | SET a = {1} - a          | An operand in the update expression has an incorrect data type
                    a: 1    | SET a = list_append(a, {[1]}) | An operand in the update expression has an incorrect data type
                    a: 'x'  | ADD a {1}                | An operand in the update expression has an incorrect data type
                    a: 1    | ADD a {<<1>>}            | An operand in the update expression has an incorrect data type
                    a: <<1>> | ADD a {<<'x'>>}         | An operand in the update expression has an incorrect data type
                    a: [1]  | ADD a {1}                | An operand in the update expression has an incorrect data type
                    a: <<1>> | DELETE a {<<'x'>>}      | An operand in the update expression has an incorrect data type
                    a: 1    | DELETE a {<<1>>}         | An operand in the update expression has an incorrect data type
                    a: 1    | SET gone.k = {1}         | The document path provided in the update expression is invalid for update
                    a: 1    | SET gone[0] = {1}        | The document path provided in the update expression is invalid for update
                    a: 1    | SET a.k = {1}            | The document path provided in the update expression is invalid for update
                    a: {}   | SET a[0] = {1}           | The document path provided in the update expression is invalid for update
                    a: [1]  | SET a.k = {1}            | The document path provided in the update expression is invalid for update
                    a: {}   | SET a.k.q = {1}          | The document path provided in the update expression is invalid for update
                    a: 1    | REMOVE gone.k            | The document path provided in the update expression is invalid for update
                    a: 9e125 | SET a = a + {9e125}     | Number overflow. Attempting to store a number with magnitude larger than supported range
                    a: 9e125 | ADD a {9e125}           | Number overflow. Attempting to store a number with magnitude larger than supported range
                    """)
    void refusedByTheItem(String before, String expression, String message) {
        TABLE.put(KEY + ", " + before);

        assertInvalid(() -> TABLE.update(KEY, expression), message);
        assertThat(Canonical.of(TABLE.get(KEY))).isEqualTo(Canonical.of(KEY + ", " + before));
    }

    private static void assertUpdate(@Nullable String before, String expression, @Nullable String after) {
        TABLE.put(KEY + ", " + requireNonNullElse(before, ""));

        TABLE.update(KEY, expression);

        assertThat(Canonical.of(TABLE.get(KEY))).isEqualTo(Canonical.of(KEY + ", " + requireNonNullElse(after, "")));
    }
}
