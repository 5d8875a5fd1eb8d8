package io.github.dynamosessions.embedded.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateTest {

    private static final String ONE = "'ExpressionAttributeValues':{':1':{'N':'1'}}";

    private final TestDatabase database = TestDatabase.withTable();

    @Test
    void setWritesValuesThatWereComputedFromTheOldItem() {
        database.put("'id':{'S':'a'},'x':{'N':'1'},'y':{'N':'10'}");

        database.update("SET x = y + :1, y = x - :1", ONE);

        assertThat(database.get("a")).isEqualTo("{'id':{'S':'a'},'x':{'N':'11'},'y':{'N':'0'}}");
    }

    @Test
    void ifNotExistsTakesTheOtherValueOnlyOfAMissingAttribute() {
        database.put("'id':{'S':'a'},'x':{'N':'7'}");

        database.update("SET x = if_not_exists(x, :1), y = if_not_exists(y, :1) + :1", ONE);

        assertThat(database.get("a")).isEqualTo("{'id':{'S':'a'},'x':{'N':'7'},'y':{'N':'2'}}");
    }

    @Test
    void listAppendJoinsLists() {
        database.put("'id':{'S':'a'},'l':{'L':[{'N':'7'}]}");

        database.update("SET l = list_append(l, :l)", "'ExpressionAttributeValues':{':l':{'L':[{'N':'8'}]}}");

        assertThat(database.get("a")).contains("'l':{'L':[{'N':'7'},{'N':'8'}]}");
    }

    @Test
    void positionsInAListAreThoseBeforeTheUpdate() {
        database.put("'id':{'S':'a'},'l':{'L':[{'N':'0'},{'N':'1'},{'N':'2'},{'N':'3'}]}");

        database.update(
                "REMOVE l[0], l[2] SET l[9] = :9, l[1] = :1",
                "'ExpressionAttributeValues':{':1':{'S':'one'},':9':{'S':'nine'}}");

        assertThat(database.get("a")).contains("'l':{'L':[{'S':'one'},{'N':'3'},{'S':'nine'}]}");
    }

    @Test
    void addAddsToNumbersAndSets() {
        database.put("'id':{'S':'a'},'n':{'N':'7'},'s':{'SS':['x']}");

        database.update(
                "ADD n :n, s :s, fresh :n", "'ExpressionAttributeValues':{':n':{'N':'-2'},':s':{'SS':['y','x']}}");

        assertThat(database.get("a"))
                .isEqualTo("{'id':{'S':'a'},'n':{'N':'5'},'s':{'SS':['x','y']},'fresh':{'N':'-2'}}");
    }

    @Test
    void deleteOfAllElementsRemovesTheAttribute() {
        database.put("'id':{'S':'a'},'s':{'SS':['x','y']},'r':{'SS':['x','y']}");

        database.update(
                "DELETE s :x, r :xy, nowhere :x",
                "'ExpressionAttributeValues':{':x':{'SS':['x']},':xy':{'SS':['x','y','z']}}");

        assertThat(database.get("a")).isEqualTo("{'id':{'S':'a'},'s':{'SS':['y']}}");
    }

    @Test
    void updateOfAMissingItemCreatesIt() {
        database.update("SET x = :1", ONE);

        assertThat(database.get("a")).isEqualTo("{'id':{'S':'a'},'x':{'N':'1'}}");
    }

    @Test
    void nestedValuesChangeWhereTheyAre() {
        database.put("'id':{'S':'a'},'m':{'M':{'keep':{'N':'1'},'gone':{'N':'2'}}}");

        database.update("SET m.fresh = :1 REMOVE m.gone, m.never, nothing", ONE);

        assertThat(database.get("a")).contains("'m':{'M':{'keep':{'N':'1'},'fresh':{'N':'1'}}}");
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, {}",
        "ALL_OLD, '{''Attributes'':{''id'':{''S'':''a''},''x'':{''N'':''5''},''y'':{''N'':''6''}}}'",
        "ALL_NEW, '{''Attributes'':{''id'':{''S'':''a''},''x'':{''N'':''1''},''y'':{''N'':''6''}}}'",
        "UPDATED_OLD, '{''Attributes'':{''x'':{''N'':''5''}}}'",
        "UPDATED_NEW, '{''Attributes'':{''x'':{''N'':''1''}}}'"
    })
    void returnValuesAreOfTheWholeItemOrOfWhatChanged(String values, String answer) {
        database.put("'id':{'S':'a'},'x':{'N':'5'},'y':{'N':'6'}");

        assertThat(database.update("SET x = :1", ONE + ",'ReturnValues':'" + values + "'"))
                .isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INVALID SYNTAX HERE | Invalid UpdateExpression: Syntax error; token: \"INVALID\", near: \"INVALID SYNTAX\"",
                "SET x = :1 SET y = :1 | Invalid UpdateExpression: The \"SET\" section can only be used once in an update expression;",
                "SET x = :1, x.y = :1 | Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [x], path two: [x, y]",
                "SET x.y = :1, x[1] = :1 | Invalid UpdateExpression: Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [x, y], path two: [x, [1]]",
                "SET x = nowhere + :1 | The provided expression refers to an attribute that does not exist in the item",
                "SET x = s + :1 | An operand in the update expression has an incorrect data type",
                "ADD s :1 | An operand in the update expression has an incorrect data type",
                "DELETE s :1 | Invalid UpdateExpression: Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND",
                "SET m.k.x = :1 | The document path provided in the update expression is invalid for update",
                "SET x = list_append(x, :1) | Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: list_append, operand type: N",
                "SET x = size(:1) | Invalid UpdateExpression: The function is not allowed in an update expression; function: size",
                "SET id = :1 | One or more parameter values were invalid: Cannot update attribute id. This attribute is part of the key",
                "SET x = s | Value provided in ExpressionAttributeValues unused in expressions: keys: {:1}",
                "' ' | Invalid UpdateExpression: The expression can not be empty;",
            })
    void errorsHaveTheWordsOfTheService(String expression, String message) {
        database.put("'id':{'S':'a'},'s':{'S':'text'}");

        assertThat(database.updateError(expression, ONE)).isEqualTo("ValidationException: " + message);
        assertThat(database.get("a")).isEqualTo("{'id':{'S':'a'},'s':{'S':'text'}}");
    }

    @Test
    void expressionOfMoreThanFourKilobytesIsRefused() {
        assertThat(database.updateError("SET x" + " ".repeat(4096) + "= :1", ONE))
                .isEqualTo(
                        "ValidationException: Invalid UpdateExpression: Expression size has exceeded the maximum allowed "
                                + "size; expression size: 4105");
    }

    @Test
    void resultOfMoreThan400KilobytesIsRefused() {
        String text = "x".repeat(300_000);
        database.put("'id':{'S':'a'},'s':{'S':'" + text + "'}");

        assertThat(database.updateError("SET x = s", ""))
                .isEqualTo("ValidationException: Item size to update has exceeded the maximum allowed size");
    }
}
