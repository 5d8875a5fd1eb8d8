package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Notation.item;
import static io.github.dynamosessions.embedded.conformance.Refusals.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * Reads of a whole table.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html">Scanning tables</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html">Scan</a>
 */
class ScanTest {

    private static final int ITEMS = 40;
    private static final Set<Integer> ALL =
            Set.copyOf(IntStream.range(0, ITEMS).boxed().toList());

    @AutoClose
    private static final TestTable TABLE = TestTable.create("pk:S", "sk:N");

    @AutoClose
    private static final TestTable BIG = TestTable.create("pk:N");

    @BeforeAll
    static void putItems() {
        for (int i = 0; i < ITEMS; i++) {
            TABLE.put("pk: 'p" + i / 4 + "', sk: " + i + ", third: " + (i % 3 == 0));
        }
        for (int i = 0; i < 5; i++) {
            BIG.put("pk: " + i + ", fill: '" + "x".repeat(300 * 1024) + "'");
        }
    }

    @Test
    void findsEverything() {
        ScanResponse scan = TABLE.scan(all -> {});

        assertThat(scan.count()).isEqualTo(ITEMS);
        assertThat(scan.scannedCount()).isEqualTo(ITEMS);
        assertThat(scan.hasLastEvaluatedKey()).isFalse();
        assertThat(numbers(scan)).isEqualTo(ALL);
    }

    @Test
    void keepsAPartitionTogetherAndInOrder() {
        List<Map<String, AttributeValue>> items = TABLE.scan(all -> {}).items();

        for (int i = 0; i < ITEMS; i += 4) {
            int first = Integer.parseInt(items.get(i).get("sk").n());
            for (int k = 0; k < 4; k++) {
                assertThat(items.get(i + k).get("sk").n()).isEqualTo(String.valueOf(first + k));
            }
        }
    }

    @ParameterizedTest(name = "of {0}")
    @ValueSource(ints = {1, 2, 3, 7, 40, 41})
    void pagesFindEachItemOnce(int limit) {
        Set<Integer> found = new HashSet<>();
        Map<String, AttributeValue> start = null;
        do {
            Map<String, AttributeValue> from = start;
            ScanResponse page = TABLE.scan(scan -> scan.limit(limit).exclusiveStartKey(from));
            assertThat(page.count()).isLessThanOrEqualTo(limit);
            page.items().forEach(item -> assertThat(
                            found.add(Integer.valueOf(item.get("sk").n())))
                    .isTrue());
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
        } while (start != null);

        assertThat(found).isEqualTo(ALL);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2, 3, 8, 1000})
    void segmentsFindEachItemOnce(int segments) {
        Set<Integer> found = new HashSet<>();
        for (int i = 0; i < segments; i++) {
            int segment = i;
            Map<String, AttributeValue> start = null;
            do {
                Map<String, AttributeValue> from = start;
                ScanResponse page = TABLE.scan(scan ->
                        scan.segment(segment).totalSegments(segments).limit(3).exclusiveStartKey(from));
                page.items().forEach(item -> assertThat(
                                found.add(Integer.valueOf(item.get("sk").n())))
                        .isTrue());
                start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
            } while (start != null);
        }

        assertThat(found).isEqualTo(ALL);
    }

    @Test
    void aFilterComesAfterTheLimit() {
        ScanResponse page = TABLE.scan("third = {true}", scan -> scan.limit(12));

        assertThat(page.scannedCount()).isEqualTo(12);
        assertThat(page.count()).isEqualTo(4);
    }

    @Test
    void countsWithoutItems() {
        ScanResponse counted = TABLE.scan("third = {true}", scan -> scan.select(Select.COUNT));

        assertThat(counted.hasItems()).isFalse();
        assertThat(counted.count()).isEqualTo(14);
        assertThat(counted.scannedCount()).isEqualTo(ITEMS);
    }

    @Test
    void aFilterMayBeOnTheKey() {
        assertThat(TABLE.scan("pk = {'p0'} AND sk > {1}", scan -> {}).count()).isEqualTo(2);
    }

    @Test
    void aPageHasAtMostOneMegabyte() {
        ScanResponse page = BIG.scan(scan -> {});

        assertThat(page.count()).isEqualTo(4);
        assertThat(BIG.scan(scan -> scan.exclusiveStartKey(page.lastEvaluatedKey()))
                        .count())
                .isOne();
    }

    @Test
    void aSegmentIsOneOfSeveral() {
        assertInvalid(
                () -> TABLE.scan(scan -> scan.segment(0)),
                "The TotalSegments parameter is required but was not present in the request when Segment parameter is present");
        assertInvalid(
                () -> TABLE.scan(scan -> scan.totalSegments(4)),
                "The Segment parameter is required but was not present in the request when parameter TotalSegments is present");
        assertInvalid(
                () -> TABLE.scan(scan -> scan.segment(5).totalSegments(5)),
                "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 5 is not less than"
                        + " TotalSegments: 5");
        assertInvalid(
                () -> TABLE.scan(scan -> scan.segment(-1).totalSegments(5)),
                "1 validation error detected: Value '-1' at 'segment' failed to satisfy constraint: Member must have value greater than"
                        + " or equal to 0");
        assertInvalid(
                () -> TABLE.scan(scan -> scan.segment(0).totalSegments(1_000_001)),
                "1 validation error detected: Value '1000001' at 'totalSegments' failed to satisfy constraint: Member must have value"
                        + " less than or equal to 1000000");
    }

    @Test
    void aLimitIsPositive() {
        assertInvalid(
                () -> TABLE.scan(scan -> scan.limit(0)),
                "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or"
                        + " equal to 1");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"bad: 'p'", "pk: 'p'", "pk: 'p', sk: 1, more: 1", "pk: 1, sk: 1"})
    void aStartKeyIsOfTheSchema(String key) {
        assertInvalid(
                () -> TABLE.scan(scan -> scan.exclusiveStartKey(item(key))),
                "The provided starting key is invalid: The provided key element does not match the schema");
    }

    @Test
    void selectFitsTheProjection() {
        assertInvalid(
                () -> TABLE.scan(scan -> scan.select(Select.SPECIFIC_ATTRIBUTES)),
                "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");
        assertInvalid(
                () -> TABLE.scan(scan -> scan.select(Select.ALL_ATTRIBUTES).projectionExpression("sk")),
                "Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES");
    }

    @Test
    void anIndexExists() {
        assertInvalid(
                () -> TABLE.scan(scan -> scan.indexName("gone")), "The table does not have the specified index: gone");
    }

    private static Set<Integer> numbers(ScanResponse response) {
        return Set.copyOf(response.items().stream()
                .map(item -> Integer.valueOf(item.get("sk").n()))
                .toList());
    }
}
