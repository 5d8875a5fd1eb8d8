package io.github.dynamosessions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seen through a command that prints the table's name and makes no call. */
class StoreFlagsTest {

    @Test
    void aFlagGoesBeforeTheEnvironmentAndThatBeforeTheDefault() {
        Map<String, String> environment = Map.of("DYNAMO_SESSION_TABLE_NAME", "from-environment");

        assertThat(table(Map.of())).contains(":table/sessions\"");
        assertThat(table(environment)).contains(":table/from-environment\"");
        assertThat(table(environment, "--table=from-flag")).contains(":table/from-flag\"");
    }

    @Test
    void flagsMayStandBeforeTheCommandAndAfterIt() {
        assertThat(CliRun.in(Map.of(), "--table=before", "policy").out()).contains(":table/before\"");
        assertThat(CliRun.in(Map.of(), "template", "terraform", "--table=after").out())
                .contains("\"after\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--table=ab|--table must be 3 to 255 characters of a-z, A-Z, 0-9, '_', '-' and '.', was 'ab'",
                "--region=Europe|--region must be lower case letters, digits and single hyphens, was 'Europe'",
                "--endpoint=localhost|--endpoint must be an http or https URI with a host, was 'localhost'",
                "--hash-key=expiry|--hash-key must be 1 to 255 bytes of UTF-8 and no name that the item format uses",
                "--ttl-key=sessionId|hashKey and ttlKey must differ, both were 'sessionId'",
                "--key-prefix=a/b|--key-prefix must be at most 128 printable ASCII characters other than space,",
                "--profile=|--profile must be not blank, was blank",
                "--tabel=x|Unknown option: '--tabel=x'"
            })
    void aBadFlagIsSaidInTheWordsOfTheLibrary(String flag, String complaint) {
        CliRun run = CliRun.in(Map.of(), "policy", flag).endsWith(ExitCode.USAGE);

        assertThat(run.err()).startsWith(complaint).contains("--help");
        assertThat(run.err().lines()).hasSize(2);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DYNAMO_SESSION_TABLE_NAME|ab|DYNAMO_SESSION_TABLE_NAME must be 3 to 255 characters",
                "DYNAMO_SESSION_TABEL_NAME|abc|Unknown environment variable DYNAMO_SESSION_TABEL_NAME. Did you mean",
                "DYNAMO_SESSION_ACCESS_KEY_ID|abc|DYNAMO_SESSION_ACCESS_KEY_ID needs DYNAMO_SESSION_SECRET_ACCESS_KEY,"
            })
    void aBadVariableToo(String variable, String value, String complaint) {
        assertThat(CliRun.in(Map.of(variable, value), "policy")
                        .endsWith(ExitCode.USAGE)
                        .err())
                .startsWith(complaint);
    }

    @ParameterizedTest
    @CsvSource({"tabel verify, table", "table verfy, verify", "table verify --tabel=x, --table"})
    void aTypoInACommandOrFlagIsToldWhatWasMeant(String command, String meant) {
        CliRun run = CliRun.in(Map.of(), command.split(" ")).endsWith(ExitCode.USAGE);

        assertThat(run.err().lines()).hasSize(2).first().asString().endsWith(". Did you mean " + meant + "?");
    }

    @Test
    void theApplicationsSerializerAndMetricsAreNotNeeded() {
        CliRun.in(
                        Map.of(
                                "DYNAMO_SESSION_SERIALIZER", "com.shop.OwnSerializer",
                                "DYNAMO_SESSION_METRICS", "com.shop.OwnMetrics"),
                        "policy")
                .endsWith(ExitCode.OK);
    }

    @Test
    void timeoutsOfTheApplicationHold() {
        CliRun.in(Map.of("DYNAMO_SESSION_API_CALL_TIMEOUT", "500ms"), "policy").endsWith(ExitCode.OK);
        CliRun.in(Map.of("DYNAMO_SESSION_API_CALL_ATTEMPT_TIMEOUT", "500ms"), "policy")
                .endsWith(ExitCode.OK);
        CliRun impossible = CliRun.in(
                Map.of(
                        "DYNAMO_SESSION_API_CALL_TIMEOUT", "500ms",
                        "DYNAMO_SESSION_API_CALL_ATTEMPT_TIMEOUT", "600ms"),
                "policy");
        assertThat(impossible.endsWith(ExitCode.USAGE).err())
                .startsWith("DYNAMO_SESSION_API_CALL_ATTEMPT_TIMEOUT must be at most DYNAMO_SESSION_API_CALL_TIMEOUT");
    }

    private static String table(Map<String, String> environment, String... flags) {
        String[] arguments = new String[flags.length + 1];
        arguments[0] = "policy";
        System.arraycopy(flags, 0, arguments, 1, flags.length);
        return CliRun.in(environment, arguments).endsWith(ExitCode.OK).out();
    }
}
