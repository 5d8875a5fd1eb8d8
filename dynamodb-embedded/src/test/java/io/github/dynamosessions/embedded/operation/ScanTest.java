package io.github.dynamosessions.embedded.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.TestDatabase;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanTest {

    private static final Pattern ID = Pattern.compile("'id':\\{'S':'(\\d+)'}");

    private final TestDatabase database = TestDatabase.withTable();

    private void fill(int items) {
        for (int i = 0; i < items; i++) {
            database.put("'id':{'S':'" + i + "'}");
        }
    }

    private void collect(Set<String> ids, String parameters) {
        String start = "";
        do {
            String answer = database.ok("Scan", "'TableName':'table'" + parameters + start);
            int key = answer.indexOf("'LastEvaluatedKey':");
            String items = key < 0 ? answer : answer.substring(0, key);
            ID.matcher(items)
                    .results()
                    .forEach(id -> assertThat(ids.add(id.group(1))).as("once").isTrue());
            start = key < 0
                    ? ""
                    : ",'ExclusiveStartKey':"
                            + answer.substring(key + "'LastEvaluatedKey':".length(), answer.length() - 1);
        } while (!start.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void segmentsTogetherHaveEachItemOnce(int total) {
        fill(200);
        Set<String> ids = new HashSet<>();
        for (int segment = 0; segment < total; segment++) {
            collect(ids, ",'Limit':3,'Segment':" + segment + ",'TotalSegments':" + total);
        }

        assertThat(ids).hasSize(200);
    }

    @Test
    void segmentsAreOfSimilarSize() {
        fill(400);
        for (int segment = 0; segment < 4; segment++) {
            Set<String> ids = new HashSet<>();
            collect(ids, ",'Segment':" + segment + ",'TotalSegments':4");
            assertThat(ids).hasSizeBetween(60, 140);
        }
    }

    @Test
    void countHasNoItems() {
        fill(3);

        assertThat(database.ok("Scan", "'TableName':'table','Select':'COUNT'"))
                .isEqualTo("{'Count':3,'ScannedCount':3}");
    }

    @Test
    void projectionSelectsPartsInTheOrderOfTheList() {
        database.put(
                "'id':{'S':'1'},'l':{'L':[{'S':'l0'},{'S':'l1'},{'S':'l2'}]},'m':{'M':{'x':{'N':'1'},'y':{'N':'2'}}}");

        assertThat(database.ok(
                        "Scan", "'TableName':'table','ProjectionExpression':'l[2], l[0], m.y, nothing.there.now'"))
                .contains("'Items':[{'l':{'L':[{'S':'l0'},{'S':'l2'}]},'m':{'M':{'y':{'N':'2'}}}}]");
    }

    @Test
    void segmentNeedsItsTotal() {
        assertThat(database.error("Scan", "'TableName':'table','Segment':0"))
                .isEqualTo(
                        "ValidationException: The TotalSegments parameter is required but was not present in the request "
                                + "when Segment parameter is present");
        assertThat(database.error("Scan", "'TableName':'table','Segment':5,'TotalSegments':5"))
                .endsWith("Segment: 5 is not less than TotalSegments: 5");
    }

    @Test
    void limitBeginsAtOne() {
        assertThat(database.error("Scan", "'TableName':'table','Limit':0"))
                .isEqualTo("ValidationException: 1 validation error detected: Value '0' at 'limit' failed to satisfy "
                        + "constraint: Member must have value greater than or equal to 1");
    }
}
