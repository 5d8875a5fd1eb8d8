package io.github.dynamosessions.embedded.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

    private static final String VALUES = "'ExpressionAttributeValues':{':5':{'N':'5'},':7':{'N':'7'},':x':{'S':'x'},"
            + "':xyz':{'S':'xyz'},':set':{'SS':['y','x']},':list':{'L':[{'N':'5'}]},':t':{'BOOL':true},"
            + "':type':{'S':'N'},':b':{'B':'AQI='}}";

    private static final String ALL_USED =
            " OR :5 IN (:7, :x, :xyz, :set, :list, :t, :type, :b) AND attribute_exists(nowhere)";

    private final TestDatabase database = database();

    private static TestDatabase database() {
        TestDatabase database = TestDatabase.withTable();
        database.put(
                "'id':{'S':'a'},'n':{'N':'5'},'s':{'S':'xyz'},'ss':{'SS':['x','y']},'l':{'L':[{'N':'5'},{'S':'q'}]},"
                        + "'m':{'M':{'inn':{'N':'7'},'below':{'L':[{'M':{'k':{'S':'x'}}}]}}},'b':{'B':'AQID'},'yess':{'BOOL':true},"
                        + "'nope':{'NULL':true}");
        return database;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n = :5",
                ":5 = n",
                "n <> :7",
                "n < :7",
                "n <= :5",
                "n > :x OR n >= :5",
                "n BETWEEN :5 AND :7",
                "n IN (:7, :5)",
                "s <> :x",
                "nowhere <> :x",
                "n <> :x",
                "NOT n = :7",
                "not (n = :7 or n = :x)",
                "attribute_exists(m.below[0].k)",
                "attribute_not_exists(m.below[1])",
                "attribute_not_exists(m[0])",
                "attribute_type(n, :type)",
                "begins_with(s, :x)",
                "begins_with(b, :b)",
                "contains(s, :x)",
                "contains(ss, :x)",
                "contains(l, :5)",
                "contains(b, :b)",
                "ss = :set",
                "size(s) < :5",
                "size(l) < size(m.below) OR size(ss) < :5",
                "yess = :t",
                "m.below[0].k = :x",
                "n = :5 AND s = :xyz OR n = :7",
                "(n = :7 OR n = :5) AND s = :xyz",
                "l <> :list",
                "n < m.inn"
            })
    void conditionsThatAreTrue(String condition) {
        assertThat(test(condition)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n = :7",
                "nowhere = :x",
                "n = :x",
                "n < :x",
                "s > nowhere",
                "nowhere BETWEEN :5 AND :7",
                "nowhere IN (:5)",
                "attribute_exists(nowhere)",
                "attribute_exists(l[2])",
                "begins_with(n, :x)",
                "contains(n, :5)",
                "size(n) > :5",
                "size(nowhere) < :5",
                "NOT attribute_exists(nope)",
                "n = :7 AND s = :xyz OR n = :7",
                "contains(ss, :5)"
            })
    void conditionsThatAreFalse(String condition) {
        assertThat(test(condition)).isFalse();
    }

    private boolean test(String condition) {
        String answer = database.ok(
                "Scan", "'TableName':'table','FilterExpression':'(" + condition + ")" + ALL_USED + "'," + VALUES);
        return answer.contains("'Count':1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a = | Syntax error; token: \"<EOF>\", near: \"=\"",
                "attribute_not_exists( | Syntax error; token: \"<EOF>\", near: \"(\"",
                "a ! b | Syntax error; token: \"!\", near: \"a ! b\"",
                "a == :5 | Syntax error; token: \"=\", near: \"== :5\"",
                "a | Syntax error; token: \"<EOF>\", near: \"a\"",
                "status = :5 | Attribute name is a reserved keyword; reserved keyword: status",
                "#n = :5 | An expression attribute name used in the document path is not defined; attribute name: #n",
                "a = :u | An expression attribute value used in expression is not defined; attribute value: :u",
                "foo(a) | Invalid function name; function: foo",
                "begins_with(a) | Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1",
                "begins_with(a, :5) | Incorrect operand type for operator or function; operator or function: begins_with, operand type: N",
                "attribute_exists(:5) | Operator or function requires a document path; operator or function: attribute_exists",
                "attribute_type(a, :s) | Invalid attribute type name found; type: str, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}",
                "((a = :5)) | The expression has redundant parentheses;",
                "a = a | The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]",
                "contains(b.c[0], b.c[0]) | The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [b, c, [0]]",
                "size(a) | The function is not allowed to be used this way in an expression; function: size",
                "if_not_exists(a, :5) | The function is not allowed in a condition expression; function: if_not_exists",
                "a BETWEEN :5 AND :3 | The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:5}, upper bound operand: AttributeValue: {N:3}",
                "a BETWEEN :5 AND :s | The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:5}, upper bound operand: AttributeValue: {S:str}",
            })
    void errorsHaveTheWordsOfTheService(String condition, String message) {
        String values = "'ExpressionAttributeValues':{':5':{'N':'5'},':3':{'N':'3'},':s':{'S':'str'}}";

        assertThat(database.error("Scan", "'TableName':'table','FilterExpression':'" + condition + "'," + values))
                .isEqualTo("ValidationException: Invalid FilterExpression: " + message);
    }
}
