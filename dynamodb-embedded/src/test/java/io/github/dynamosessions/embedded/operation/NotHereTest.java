package io.github.dynamosessions.embedded.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.TestDatabase;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine does not have, or does not understand, is an error that says so. */
class NotHereTest {

    private final TestDatabase database = TestDatabase.withTable();

    @Test
    void unknownOperationIsNamed() {
        assertThat(database.error("ExecuteStatement", "'Statement':'x'"))
                .isEqualTo("UnknownOperationException: dynamodb-embedded has no operation ExecuteStatement. "
                        + "The image amazon/dynamodb-local may have it");
    }

    @Test
    void legacyParameterOfAPartOfABatchIsNamed() {
        assertThat(database.error("BatchGetItem", "'RequestItems':{'items':{'Keys':[],'AttributesToGet':['a']}}"))
                .contains("dynamodb-embedded has no legacy parameter AttributesToGet of BatchGetItem in RequestItems");
    }

    @ParameterizedTest
    @CsvSource({"1, NUMBER_VALUE", "true, TRUE_VALUE"})
    void valueOfAnotherJsonTypeIsASerializationError(String value, String token) {
        assertThat(database.error("GetItem", "'TableName':" + value + ",'Key':{}"))
                .isEqualTo("SerializationException: " + token + " cannot be converted to String");
    }

    @Test
    void textThatIsNoJsonIsASerializationError() {
        assertThat(database.engine()
                        .execute("GetItem", "{".getBytes(StandardCharsets.UTF_8))
                        .text())
                .contains("com.amazon.coral.service#SerializationException");
    }
}
