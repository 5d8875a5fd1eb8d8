package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each expression holds or not for one item, as a condition and as a filter.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html">Comparison
 *     operator and function reference</a>
 */
class ConditionExpressionTest {

    private static final String ITEM =
            "pk: 'a', s: 'abc', n: 5, n2: 5, b: 0x0102ff, t: true, f: false, z: NULL, ss: <<'x', 'y'>>,"
                    + " ns: <<1, 2.5>>, bs: <<0x01, 0x02>>, l: ['x', 7, ['deep']], m: {k: 'v', nest: {num: 3}}";

    @AutoClose
    private static final TestTable TABLE = TestTable.create("pk:S");

    @BeforeAll
    static void putTheItem() {
        TABLE.put(ITEM);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    n = {5}            | true
                    n = {5.00}         | true
                    n = {50e-1}        | true
                    n = {6}            | false
                    n = {'5'}          | false
                    n <> {5}           | false
                    n <> {6}           | true
                    n <> {'5'}         | true
                    n < {5}            | false
                    n < {5.1}          | true
                    n <= {5}           | true
                    n <= {4}           | false
                    n > {-6}           | true
                    n > {5}            | false
                    n >= {5}           | true
                    n >= {6}           | false
                    n < {'z'}          | false
                    n >= {'1'}         | false
                    n = n2             | true
                    n <> n2            | false
                    {5} = n            | true
                    {4} > n            | false
                    s = {'abc'}        | true
                    s = {'ABC'}        | false
                    s > {'ABC'}        | true
                    s < {'abd'}        | true
                    s < {'abcd'}       | true
                    s < {'ab'}         | false
                    s >= {''}          | true
                    s < n              | false
                    b = {0x0102ff}     | true
                    b < {0x0103}       | true
                    b > {0x0102}       | true
                    b < {0xff}         | true
                    b = {'abc'}        | false
                    t = {true}         | true
                    t = {false}        | false
                    t <> f             | true
                    z = {NULL}         | true
                    z <> {NULL}        | false
                    z = {false}        | false
                    ss = {<<'y', 'x'>>}  | true
                    ss = {<<'x'>>}       | false
                    ss = {['x', 'y']}    | false
                    ss <> {<<'x', 'z'>>} | true
                    ns = {<<2.50, 1.0>>} | true
                    ns = {<<1, 2>>}      | false
                    bs = {<<0x02, 0x01>>} | true
                    l = {['x', 7.0, ['deep']]} | true
                    l = {['x', ['deep'], 7]}   | false
                    l = {['x', 7]}             | false
                    m = {{nest: {num: 3.0}, k: 'v'}} | true
                    m = {{k: 'v'}}                   | false
                    m <> {{k: 'v'}}                  | true
                    gone = {1}         | false
                    gone <> {1}        | true
                    gone < {1}         | false
                    gone > {1}         | false
                    n = gone           | false
                    """)
    void comparators(String expression, boolean holds) {
        assertHolds(expression, holds);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    m.k = {'v'}          | true
                    m.nest.num > {2}     | true
                    m.gone = {1}         | false
                    m.gone <> {1}        | true
                    m.nest.num.gone = {1} | false
                    m[0] = {1}           | false
                    l[0] = {'x'}         | true
                    l[1] = {7}           | true
                    l[2][0] = {'deep'}   | true
                    l[3] = {1}           | false
                    l[0].k = {1}         | false
                    l.k = {1}            | false
                    s.k = {1}            | false
                    s[0] = {'a'}         | false
                    ss[0] = {'x'}        | false
                    l[1] > n             | true
                    """)
    void documentPaths(String expression, boolean holds) {
        assertHolds(expression, holds);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    n BETWEEN {5} AND {9}      | true
                    n BETWEEN {1} AND {5}      | true
                    n BETWEEN {6} AND {9}      | false
                    n BETWEEN {'1'} AND {'9'}  | false
                    s BETWEEN {'abc'} AND {'b'} | true
                    b BETWEEN {0x01} AND {0x02} | true
                    {7} BETWEEN n AND {9}      | true
                    {3} BETWEEN n AND {9}      | false
                    gone BETWEEN {1} AND {9}   | false
                    n BETWEEN gone AND {9}     | false
                    n IN ({1}, {5})            | true
                    n IN ({5.0})               | true
                    n IN ({1}, {2})            | false
                    n IN ({'5'})               | false
                    n IN (l[1], n2)            | true
                    {5} IN (n, s)              | true
                    ss IN ({<<'y', 'x'>>})     | true
                    z IN ({NULL})              | true
                    gone IN ({1})              | false
                    """)
    void betweenAndIn(String expression, boolean holds) {
        assertHolds(expression, holds);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    attribute_exists(s)          | true
                    attribute_exists(z)          | true
                    attribute_exists(gone)       | false
                    attribute_exists(m.k)        | true
                    attribute_exists(m.gone)     | false
                    attribute_exists(l[2])       | true
                    attribute_exists(l[3])       | false
                    attribute_not_exists(s)      | false
                    attribute_not_exists(gone)   | true
                    attribute_not_exists(m.gone) | true
                    attribute_not_exists(s.k)    | true
                    attribute_type(s, {'S'})     | true
                    attribute_type(n, {'N'})     | true
                    attribute_type(b, {'B'})     | true
                    attribute_type(t, {'BOOL'})  | true
                    attribute_type(z, {'NULL'})  | true
                    attribute_type(ss, {'SS'})   | true
                    attribute_type(ns, {'NS'})   | true
                    attribute_type(bs, {'BS'})   | true
                    attribute_type(l, {'L'})     | true
                    attribute_type(m, {'M'})     | true
                    attribute_type(m.nest.num, {'N'}) | true
                    attribute_type(s, {'N'})     | false
                    attribute_type(gone, {'S'})  | false
                    begins_with(s, {'ab'})       | true
                    begins_with(s, {'abc'})      | true
                    begins_with(s, {'abcd'})     | false
                    begins_with(s, {'b'})        | false
                    begins_with(b, {0x0102})     | true
                    begins_with(b, {0x02})       | false
                    begins_with(b, {'a'})        | false
                    begins_with(n, {'5'})        | false
                    begins_with(gone, {'a'})     | false
                    begins_with(l[2][0], {'de'}) | true
                    begins_with({'abcd'}, s)     | true
                    contains(s, {'bc'})          | true
                    contains(s, {'ac'})          | false
                    contains(b, {0x02ff})        | true
                    contains(b, {0xff02})        | false
                    contains(ss, {'x'})          | true
                    contains(ss, {'q'})          | false
                    contains(ss, l[0])           | true
                    contains(ns, {2.50})         | true
                    contains(ns, {'1'})          | false
                    contains(bs, {0x01})         | true
                    contains(l, {7})             | true
                    contains(l, {['deep']})      | true
                    contains(l, {'deep'})        | false
                    contains(m, {'k'})           | false
                    contains(n, {5})             | false
                    contains(gone, {'a'})        | false
                    size(s) = {3}                | true
                    size(b) = {3}                | true
                    size(ss) = {2}               | true
                    size(ns) = {2}               | true
                    size(bs) = {2}               | true
                    size(l) = {3}                | true
                    size(m) = {2}                | true
                    size(m.nest) = {1}           | true
                    size(gone) = {0}             | false
                    size(s) > size(ss)           | true
                    size(s) BETWEEN {1} AND {2}  | false
                    size(l) IN ({2}, {3})        | true
                    {2} < size(l)                | true
                    """)
    void functions(String expression, boolean holds) {
        assertHolds(expression, holds);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    n = {5} AND s = {'abc'}                  | true
                    n = {5} AND s = {'q'}                    | false
                    n = {6} OR s = {'abc'}                   | true
                    n = {6} OR s = {'q'}                     | false
                    NOT n = {5}                              | false
                    NOT gone = {5}                           | true
                    NOT attribute_exists(gone)               | true
                    n = {5} OR n = {6} AND s = {'q'}         | true
                    (n = {5} OR n = {6}) AND s = {'q'}       | false
                    NOT n = {6} AND s = {'abc'}              | true
                    NOT (n = {6} AND s = {'abc'})            | true
                    NOT n = {5} OR s = {'abc'}               | true
                    NOT (n = {5} OR s = {'q'})               | false
                    n BETWEEN {1} AND {9} AND s = {'abc'}    | true
                    n BETWEEN {1} AND {9} OR s = {'q'}       | true
                    (n = {5}) AND (s = {'abc'})              | true
                    (n = {5} AND (s = {'abc'}))              | true
                    n = {5} and not s = {'q'} or f = {true}  | true
                    n between {1} And {9}                    | true
                    n in ({5})                               | true
                    n = {5} AND attribute_exists (s)         | true
                    """)
    void logic(String expression, boolean holds) {
        assertHolds(expression, holds);
    }

    private static void assertHolds(String expression, boolean holds) {
        if (holds) {
            assertThatCode(() -> TABLE.putIf(ITEM, expression)).doesNotThrowAnyException();
        } else {
            assertRefused(
                    () -> TABLE.putIf(ITEM, expression),
                    "ConditionalCheckFailedException",
                    "The conditional request failed");
        }
        assertThat(TABLE.scan(expression, scan -> {}).count()).isEqualTo(holds ? 1 : 0);
    }
}
