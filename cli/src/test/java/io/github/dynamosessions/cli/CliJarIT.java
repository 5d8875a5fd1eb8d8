package io.github.dynamosessions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The jar that people download, in a JVM of its own. */
@Execution(ExecutionMode.CONCURRENT)
class CliJarIT {

    private static final String JAR = System.getProperty("cli.jar");
    private static final long PATIENCE_SECONDS = 120;

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    @TempDir
    private Path work;

    private final String table = dynamoDb.newTableName();

    @Test
    void aTableFromItsCreationToItsEnd() throws Exception {
        assertThat(run("table", "create", "--json").endsWith(ExitCode.OK).out())
                .isEqualToNormalizingNewlines("{\"table\":\"" + table + "\",\"created\":true}\n");
        new SampleItems(dynamoDb.client(), table).session("some.id");

        assertThat(run("session", "show", "some.id", "--json")
                        .endsWith(ExitCode.OK)
                        .json()
                        .get("lastNode")
                        .asText())
                .isEqualTo("node-1");
        assertThat(run("sessions", "count", "--json", "--yes")
                        .endsWith(ExitCode.OK)
                        .json()
                        .get("sessions")
                        .asInt())
                .isEqualTo(1);
        run("session", "delete", "some.id").endsWith(ExitCode.OK);
        run("session", "show", "some.id").endsWith(ExitCode.PROBLEM);

        assertThat(run("table", "delete").endsWith(ExitCode.USAGE).err()).contains("not a terminal");
        run("table", "delete", "--yes").endsWith(ExitCode.OK);
        assertThat(run("table", "verify", "--json")
                        .endsWith(ExitCode.PROBLEM)
                        .json()
                        .get("problems"))
                .hasSize(1);
    }

    @Test
    void standardOutputHoldsTheResultAndStandardErrorNothingElse() throws Exception {
        CliRun run = run("policy").endsWith(ExitCode.OK);

        assertThat(run.out()).startsWith("{").contains(":table/" + table);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void whatDynamoDbDoesNotDoIsOneLine() throws Exception {
        CliRun run = run("table", "describe", "--endpoint=http://127.0.0.1:1").endsWith(ExitCode.FAILED);

        assertThat(run.err().lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("DynamoDB failed: ")
                .contains("127.0.0.1:1");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void withoutCredentialsOrRegionTheFlagsAreNamed() throws Exception {
        assertThat(java(Map.of(), "table", "describe").endsWith(ExitCode.FAILED).err())
                .startsWith("DYNAMO_SESSION_REGION is not set")
                .contains("--region")
                .hasLineCount(1);
        assertThat(java(Map.of(), "table", "describe", "--region=eu-central-1")
                        .endsWith(ExitCode.FAILED)
                        .err())
                .startsWith("DynamoDB failed: Unable to load credentials")
                .contains("--profile");
    }

    /** An endpoint of https is that of a VPC, for instance, whose region the AWS default chain knows. */
    @Test
    void onlyAnHttpEndpointIsTakenForADynamoDbLocal() throws Exception {
        assertThat(java(Map.of(), "table", "describe", "--endpoint=http://localhost:1")
                        .endsWith(ExitCode.FAILED)
                        .err())
                .contains("Connection refused");
        assertThat(java(Map.of(), "table", "describe", "--endpoint=https://localhost:1")
                        .endsWith(ExitCode.FAILED)
                        .err())
                .startsWith("DYNAMO_SESSION_REGION is not set");
        assertThat(java(Map.of("AWS_REGION", "eu-central-1"), "table", "describe", "--endpoint=https://localhost:1")
                        .endsWith(ExitCode.FAILED)
                        .err())
                .contains("Unable to load credentials");
    }

    @Test
    void anUnknownCommandIsAUsageError() throws Exception {
        assertThat(run("tabel").endsWith(ExitCode.USAGE).err())
                .contains("tabel", "Did you mean table?")
                .contains("--help");
    }

    @Test
    void theJarKnowsItsVersion() throws Exception {
        assertThat(run("--version").endsWith(ExitCode.OK).out())
                .matches("jetty-dynamodb-sessions-cli \\d+\\.\\d+\\.\\d+.*\\R");
    }

    @Test
    void theJarHoldsNothingOfTests() throws IOException {
        try (JarFile jar = new JarFile(JAR)) {
            assertThat(jar.stream().map(Object::toString))
                    .noneMatch(entry -> entry.contains("hcl4j") || entry.contains("dynamodbv2/local"));
        }
    }

    private CliRun run(String... arguments) throws Exception {
        return java(
                Map.of("DYNAMO_SESSION_ENDPOINT", dynamoDb.endpoint().toString(), "DYNAMO_SESSION_TABLE_NAME", table),
                arguments);
    }

    private CliRun java(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1"); // none lives long enough for more
        command.addAll(List.of("-jar", JAR));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(work, "out", null);
        Path err = Files.createTempFile(work, "err", null);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("DYNAMO_SESSION_"));
        // The machine's own files and metadata say nothing here.
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().put("AWS_CONFIG_FILE", work.resolve("none").toString());
        builder.environment()
                .put("AWS_SHARED_CREDENTIALS_FILE", work.resolve("none").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("%s ends by itself", command)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return CliRun.ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
