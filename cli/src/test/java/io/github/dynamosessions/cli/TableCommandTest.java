package io.github.dynamosessions.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

class TableCommandTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final String table = dynamoDb.newTableName();

    @Test
    void aTableIsCreatedOnce() throws Exception {
        assertThat(table("create", "--json").endsWith(ExitCode.OK).json().toString())
                .isEqualTo("{\"table\":\"" + table + "\",\"created\":true}");
        assertThat(table("create", "--json").endsWith(ExitCode.OK).json().toString())
                .isEqualTo("{\"table\":\"" + table + "\",\"created\":false}");
    }

    @Test
    void aCreatedTableIsFine() throws Exception {
        table("create");

        assertThat(table("verify").endsWith(ExitCode.OK).out())
                .isEqualToIgnoringNewLines("table '" + table + "' can store sessions");
        assertThat(table("verify", "--json").json().toString())
                .isEqualTo("{\"table\":\"" + table + "\",\"problems\":[]}");
    }

    @Test
    void aTableIsDescribedAsItIs() throws Exception {
        table("create");

        assertThat(table("describe", "--json").endsWith(ExitCode.OK).json().toString())
                .isEqualTo("{\"table\":\"" + table
                        + "\",\"status\":\"ACTIVE\",\"hashKey\":\"sessionId\",\"ttlKey\":\"expires\","
                        + "\"expiryIndex\":true,\"onDemand\":true,\"readCapacityUnits\":null,\"writeCapacityUnits\":null,"
                        + "\"deletionProtection\":false,\"items\":0,\"bytes\":0}");
        assertThat(table("describe").out()).contains("hashKey             sessionId");
    }

    @Test
    void capacityComesFromTheEnvironment() throws Exception {
        CliRun.in(
                        Map.of(
                                "DYNAMO_SESSION_ENDPOINT", dynamoDb.endpoint().toString(),
                                "DYNAMO_SESSION_READ_CAPACITY_UNITS", "3",
                                "DYNAMO_SESSION_WRITE_CAPACITY_UNITS", "4"),
                        "table",
                        "create",
                        "--table",
                        table)
                .endsWith(ExitCode.OK);

        assertThat(table("describe", "--json").json().toString())
                .contains("\"onDemand\":false,\"readCapacityUnits\":3,\"writeCapacityUnits\":4");
    }

    @Test
    void mistakesAreSaidOneByOne() throws Exception {
        String wrong = dynamoDb.newTable("id");

        CliRun run = CliRun.on(dynamoDb.endpoint(), "table", "verify", "--table", wrong)
                .endsWith(ExitCode.PROBLEM);

        assertThat(run.out().lines())
                .hasSize(3)
                .first()
                .isEqualTo("DYNAMO_SESSION_HASH_KEY is 'sessionId', but the partition key of table '" + wrong
                        + "' is 'id': set DYNAMO_SESSION_HASH_KEY=id");
        assertThat(CliRun.on(dynamoDb.endpoint(), "table", "verify", "--table", wrong, "--json")
                        .json()
                        .get("problems"))
                .hasSize(3);
    }

    @Test
    void aMissingTableIsAProblem() {
        for (String command : new String[] {"describe", "delete"}) {
            CliRun run = table(command).endsWith(ExitCode.PROBLEM);
            assertThat(run.err())
                    .isEqualToIgnoringNewLines("table '" + table + "' does not exist; `table create` creates it");
            assertThat(run.out()).isEmpty();
        }
        assertThat(table("verify").endsWith(ExitCode.PROBLEM).out())
                .contains("does not exist. Create it with `table create` of the command line");
    }

    @Test
    void aTableIsDeletedByWhoeverTypesItsName() throws Exception {
        table("create");

        CliRun run = typing(table, "delete", "--json").endsWith(ExitCode.OK);

        assertThat(run.json().toString()).isEqualTo("{\"table\":\"" + table + "\",\"deleted\":true}");
        assertThat(run.err()).contains("Type its name");
        assertThat(exists()).isFalse();
    }

    @Test
    void whoeverWaitsIsToldForWhat() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            URI endpoint = URI.create("http://127.0.0.1:" + slow.getLocalPort());
            CompletableFuture<Void> broken = CompletableFuture.runAsync(() -> breakOffTheFirstCall(slow));
            CliRun run = CliRun.on(endpoint, "table", "verify");

            assertThat(run.progress()).startsWith("... table 'sessions' is being checked (1 s)");
            assertThat(run.exitCode()).isNotEqualTo(ExitCode.OK);
            assertThat(run.err().lines()).hasSize(1);
            assertThat(broken).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    /** After more than a second, and with it those that follow. */
    private static void breakOffTheFirstCall(ServerSocket listener) {
        try (listener;
                Socket call = listener.accept()) {
            await().pollDelay(Duration.ofSeconds(2)).until(call::isConnected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anyOtherAnswerLeavesTheTable() {
        table("create");

        for (String answer : new String[] {"y", "", table + "x"}) {
            assertThat(typing(answer, "delete").endsWith(ExitCode.REFUSED).err())
                    .endsWith("not done" + System.lineSeparator());
        }
        assertThat(exists()).isTrue();
    }

    @Test
    void nothingIsDeletedIfNobodyCanBeAsked() {
        table("create");

        assertThat(table("delete").endsWith(ExitCode.USAGE).err()).contains("--yes");
        assertThat(exists()).isTrue();

        table("delete", "--yes").endsWith(ExitCode.OK);
        assertThat(exists()).isFalse();
    }

    @Test
    void aProtectedTableStaysAndTheWayIsSaid() {
        table("create");
        protect(true);
        try {
            assertThat(table("delete", "--yes").endsWith(ExitCode.REFUSED).err())
                    .contains("protected against deletion")
                    .contains("aws dynamodb update-table --table-name " + table + " --no-deletion-protection-enabled");
            assertThat(table("describe").out()).contains("deletionProtection  true");
        } finally {
            protect(false);
        }
    }

    private void protect(boolean on) {
        dynamoDb.client().updateTable(update -> update.tableName(table).deletionProtectionEnabled(on));
    }

    private boolean exists() {
        try {
            dynamoDb.client().describeTable(describe -> describe.tableName(table));
            return true;
        } catch (ResourceNotFoundException e) {
            return false;
        }
    }

    private CliRun table(String... arguments) {
        return CliRun.on(dynamoDb.endpoint(), all(arguments));
    }

    private CliRun typing(String answer, String... arguments) {
        return CliRun.typing(answer, dynamoDb.endpoint(), all(arguments));
    }

    private String[] all(String... arguments) {
        return Stream.concat(Stream.of("table", "--table", table), Arrays.stream(arguments))
                .toArray(String[]::new);
    }
}
