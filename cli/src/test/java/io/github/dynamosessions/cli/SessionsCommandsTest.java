package io.github.dynamosessions.cli;

import static io.github.dynamosessions.cli.SampleItems.FAR_AWAY_MS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class SessionsCommandsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final String table = dynamoDb.newTable("sessionId");
    private final SampleItems items = new SampleItems(dynamoDb.client(), table);

    @Test
    void sessionsAreCountedAndNothingElse() throws Exception {
        items.session("one.a1");
        items.session("two.a2");
        items.expiredSession("three.a3");
        items.tombstone("four");
        items.chunk("b1946ac92492d234");
        items.put(Map.of(
                "sessionId", AttributeValue.fromS("/|0.0.0.0|five"),
                "ended", AttributeValue.fromS("token"),
                "attributes", AttributeValue.fromM(Map.of())));

        JsonNode count =
                sessions("count", "--yes", "--json").endsWith(ExitCode.OK).json();

        assertThat(count.get("sessions").asInt()).isEqualTo(2);
        assertThat(count.get("expired").asInt()).isEqualTo(1);
        assertThat(count.get("items").asInt()).isEqualTo(6);
        assertThat(count.get("readUnits").asDouble()).isPositive();
        assertThat(listed(sessions("list", "--yes", "--json").json(), "id"))
                .containsExactlyInAnyOrder("one.a1", "two.a2", "three.a3");
    }

    @Test
    void aTableOfManyPagesIsCountedToItsEnd() throws Exception {
        AttributeValue big = AttributeValue.fromS("x".repeat(300_000));
        for (int i = 0; i < 8; i++) {
            items.session("s" + i, Map.of("big", big));
        }

        JsonNode count = sessions("count", "--yes", "--json").json();

        assertThat(count.get("sessions").asInt()).isEqualTo(8);
        assertThat(count.get("readUnits").asDouble())
                .as("2.4 MB, half a unit for 4 KB")
                .isBetween(290.0, 310.0);
    }

    @Test
    void aPrefixLeavesOutOtherApplications() throws Exception {
        items.session("", "root", FAR_AWAY_MS, Map.of());
        items.session("shop", "mine", FAR_AWAY_MS, Map.of());
        items.session("shop2", "other", FAR_AWAY_MS, Map.of());

        assertThat(listed(
                        sessions("list", "--key-prefix=shop", "--yes", "--json").json(), "id"))
                .containsExactly("mine");
        assertThat(sessions("count", "--yes", "--json").json().get("sessions").asInt())
                .isEqualTo(3);
    }

    @Test
    void theCostIsPrintedBeforeTheTableIsRead() {
        items.session("one", Map.of("big", AttributeValue.fromS("x".repeat(300_000))));

        CliRun no = typing("n", "count").endsWith(ExitCode.REFUSED);
        assertThat(no.err())
                .contains("Reading all of table '" + table + "' costs about 37.0 read units (items: 1, bytes: 300,")
                .contains("Continue? [y/N]");
        assertThat(no.out()).isEmpty();

        assertThat(typing("y", "count").endsWith(ExitCode.OK).out()).contains("sessions   1");
    }

    @Test
    void nothingIsReadIfNobodyCanBeAsked() {
        for (String command : new String[] {"count", "list"}) {
            CliRun run = sessions(command).endsWith(ExitCode.USAGE);
            assertThat(run.err()).contains("read units").contains("--yes");
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void sessionsAreListedByTheIdThatFindsThem() throws Exception {
        items.session("with-rotation.r1");
        items.session("without-rotation");
        items.session("odd%0020id.r2");

        assertThat(sessions("list", "--yes").out())
                .contains("with-rotation.r1 ", "without-rotation ", "odd id.r2 ")
                .doesNotContain(SampleItems.VERIFIER);
        for (String id : listed(sessions("list", "--yes", "--json").json(), "id")) {
            CliRun.on(dynamoDb.endpoint(), "session", "show", id, "--table", table)
                    .endsWith(ExitCode.OK);
        }
    }

    @Test
    void pagesTogetherAreTheWholeList() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            ids.add("s" + i);
            items.session("s" + i);
            items.tombstone("ended" + i);
        }

        List<String> listed = new ArrayList<>();
        String next = null;
        do {
            JsonNode page = next == null
                    ? sessions("list", "--yes", "--json", "--limit=30").json()
                    : sessions("list", "--yes", "--json", "--limit=30", "--after", next)
                            .json();
            assertThat(page.get("sessions").size()).isLessThanOrEqualTo(30);
            listed.addAll(listed(page, "id"));
            next = page.get("next").textValue();
        } while (next != null);

        assertThat(listed).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aSessionIsListedWithWhatTellsItApart() throws Exception {
        items.session("one.r1");

        assertThat(sessions("list", "--yes", "--json")
                        .json()
                        .get("sessions")
                        .get(0)
                        .toString())
                .isEqualTo(
                        "{\"id\":\"one.r1\",\"created\":\"2026-01-01T00:00:00Z\",\"accessed\":\"2026-01-01T00:01:01Z\","
                                + "\"expiry\":\"2100-01-01T00:00:00Z\",\"expired\":false,\"context\":\"/\",\"vhost\":\"0.0.0.0\","
                                + "\"lastNode\":\"node-1\"}");
    }

    @Test
    void aBrokenSessionIsListedToo() throws Exception {
        items.put(Map.of(
                "sessionId", AttributeValue.fromS("/|0.0.0.0|broken"),
                "created", AttributeValue.fromS("yesterday"),
                "attributes", AttributeValue.fromS("?")));

        assertThat(sessions("list", "--yes").endsWith(ExitCode.OK).out()).contains("broken  -");
    }

    @Test
    void aBadPageIsSaid() {
        assertThat(sessions("list", "--limit=0").endsWith(ExitCode.USAGE).err())
                .startsWith("--limit must be a whole number from 1 to 10000, was '0'");
        assertThat(sessions("list", "--after=?").endsWith(ExitCode.USAGE).err())
                .startsWith("--after must be the 'next' of a page, was '?'");
    }

    @Test
    void anotherHashKeyIsAProblem() {
        assertThat(sessions("count", "--hash-key=id").endsWith(ExitCode.PROBLEM).err())
                .isEqualToIgnoringNewLines(
                        "table '" + table + "' has the partition key 'sessionId', but hashKey is 'id'");
    }

    @Test
    void aMissingTableIsAProblem() {
        CliRun run = CliRun.on(dynamoDb.endpoint(), "sessions", "count", "--yes", "--table=no-such-table");

        assertThat(run.endsWith(ExitCode.PROBLEM).err()).startsWith("table 'no-such-table' does not exist");
    }

    private CliRun sessions(String... arguments) {
        return CliRun.on(dynamoDb.endpoint(), all(arguments));
    }

    private CliRun typing(String answer, String... arguments) {
        return CliRun.typing(answer, dynamoDb.endpoint(), all(arguments));
    }

    private String[] all(String... arguments) {
        return Stream.concat(Stream.of("sessions", "--table", table), Arrays.stream(arguments))
                .toArray(String[]::new);
    }

    private static List<String> listed(JsonNode page, String fact) {
        return page.get("sessions").findValuesAsText(fact);
    }
}
