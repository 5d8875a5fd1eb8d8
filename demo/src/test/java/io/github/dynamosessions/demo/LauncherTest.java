package io.github.dynamosessions.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.demo.Visitor.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Runnable whileRunning = () -> {};

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nodes=0|--nodes must be a whole number from 1 to 16, was '0'",
                "--nodes=17|--nodes must be a whole number from 1 to 16, was '17'",
                "--nodes=two|--nodes must be a whole number from 1 to 16, was 'two'",
                "--nodes|--nodes needs a value: --nodes=N",
                "--nodes --port=0|--nodes needs a value: --nodes=N",
                "--nodes=1 --nodes=2|option '--nodes' (N) should be specified only once",
                "--port=-1|--port must be a whole number from 0 to 65535, was '-1'",
                "--port=65536|--port must be a whole number from 0 to 65535, was '65536'",
                "--port=99999999999999999999|--port must be a whole number from 0 to 65535, was '99999999999999999999'",
                "--node-name=a/b|--node-name must be 1 to 64 characters of a-z, A-Z, 0-9, '.', '_' and '-', was 'a/b'",
                "--node-name=|--node-name must be 1 to 64 characters of a-z, A-Z, 0-9, '.', '_' and '-', was ''",
                "--endpoint=localhost:8000|--endpoint must be an http or https URL such as http://localhost:8000,"
                        + " was 'localhost:8000'",
                "--endpoint=http://|--endpoint must be an http or https URL such as http://localhost:8000,"
                        + " was 'http://'",
                "--region=Europe|--region must be lower case letters, digits and single hyphens, was 'Europe'",
                "--table=ab|--table must be 3 to 255 characters of a-z, A-Z, 0-9, '_', '-' and '.', was 'ab'",
                "--max-inactive=soon|--max-inactive must be a whole number from 0 to 315360000, was 'soon'",
                "--max-inactive=315360001|--max-inactive must be a whole number from 0 to 315360000, was '315360001'",
                "--touch-interval=3601|--touch-interval must be a whole number from 0 to 3600, was '3601'",
                "--dynamodb-port=x|--dynamodb-port must be a whole number from 0 to 65535, was 'x'",
                "--dynamodb-port=0 --region=local|--dynamodb-port cannot go with --region: no DynamoDB is embedded then",
                "--endpoint=http://x --dynamodb-port=0|--dynamodb-port cannot go with --endpoint: no DynamoDB is"
                        + " embedded then",
                "--dynamodb-only --nodes=2|--dynamodb-only cannot go with --nodes: no node is started then",
                "--dynamodb-only=x|Invalid value for option '--dynamodb-only': 'x' is not a boolean"
            })
    void badFlagIsOneLineAndCodeTwo(String flags, String line) {
        assertThat(run(flags.split(" "))).isEqualTo(2);

        assertThat(err).hasToString(line + System.lineSeparator());
        assertThat(out).hasToString("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--sticky", "--node", "-n", "nodes=2", "@nodes", "--nodes2=1"})
    void unknownFlagIsOneLineThatNamesAllFlags(String flag) {
        assertThat(run(flag)).isEqualTo(2);

        assertThat(err)
                .hasToString("unknown flag '" + flag + "', allowed are --nodes, --port, --node-name, --endpoint,"
                        + " --region, --table, --max-inactive, --touch-interval, --dynamodb-only, --dynamodb-port,"
                        + " --help" + System.lineSeparator());
        assertThat(out).hasToString("");
    }

    @Test
    void helpShowsEveryFlag() {
        assertThat(run("--help")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("--nodes=N", "--port=P", "--node-name=NAME", "--endpoint=URL", "--region=REGION")
                .contains("--table=NAME", "--max-inactive=SECONDS", "--touch-interval=SECONDS")
                .contains("--dynamodb-only", "--dynamodb-port=P");
        assertThat(err).hasToString("");
    }

    @Test
    void demoSaysWhereItRunsAndEndsWithCodeZero() {
        whileRunning = () -> assertThat(new Visitor(URI.create(printed("Open +(\\S+)")))
                        .get("/api/session")
                        .status())
                .isEqualTo(404);

        assertThat(run("--port=0", "--node-name=box")).isZero();

        String url = "http://127\\.0\\.0\\.1:\\d+";
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("DynamoDB  " + url
                                        + " \\(embedded, in memory, region 'local'\\), table 'sessions'"),
                        line -> assertThat(line).matches("box-1     " + url),
                        line -> assertThat(line).matches("box-2     " + url),
                        line -> assertThat(line).matches("Open      " + url),
                        line -> assertThat(line).matches("Try       curl .*" + url + "/api/session"),
                        line -> assertThat(line).isEqualTo("Stop      Ctrl-C"));
        assertThat(err).hasToString("");
    }

    @Test
    void requestUnderWayIsAnsweredWhenTheDemoEnds() {
        AtomicReference<CompletableFuture<Answer>> waiting = new AtomicReference<>();
        whileRunning = () -> {
            Visitor visitor = new Visitor(URI.create(printed("Open +(\\S+)")));
            visitor.put("/api/session/attributes/a", "1");
            waiting.set(
                    visitor.sendAsync("PUT", "/api/session/attributes/a?delayMs=60000", BodyPublishers.ofString("2")));
            Visitor other = new Visitor(URI.create(printed("node-2 +(\\S+)")));
            await().until(() -> other.get("/api/operations").body().contains("\"GetItem\":1"));
        };

        assertThat(run("--port=0")).isZero();

        assertThat(waiting.get().join().status()).isEqualTo(503);
        assertThat(waiting.get().join().error()).isEqualTo("node-2 is stopping");
    }

    @Test
    void dynamoDbOnlyStartsNothingElse() {
        assertThat(run("--dynamodb-only", "--dynamodb-port=0")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("DynamoDB  http://127\\.0\\.0\\.1:\\d+ .*"),
                        line -> assertThat(line).isEqualTo("Stop      Ctrl-C"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--nodes=2", "--nodes=1"})
    void takenPortIsOneLineAndCodeOne(String nodes) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run(nodes, "--port=" + taken.getLocalPort())).isEqualTo(1);

            assertThat(err)
                    .hasToString("port " + taken.getLocalPort()
                            + " of 127.0.0.1 is taken or may not be used, choose another with --port"
                            + System.lineSeparator());
        }
    }

    @Test
    void takenPortOfDynamoDbIsOneLineAndCodeOne() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("--dynamodb-only", "--dynamodb-port=" + taken.getLocalPort()))
                    .isEqualTo(1);

            assertThat(err.toString(StandardCharsets.UTF_8).lines())
                    .singleElement()
                    .asString()
                    .contains("DynamoDB does not start", String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void dynamoDbThatIsNotThereIsOneLineAndCodeOne() throws IOException {
        String endpoint;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            endpoint = "http://127.0.0.1:" + socket.getLocalPort();
        }

        assertThat(run("--port=0", "--endpoint=" + endpoint)).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("DynamoDB at " + endpoint + " (region 'local') cannot be used: ");
    }

    private int run(String... args) {
        return new Launcher(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        () -> whileRunning.run())
                .run(args);
    }

    private String printed(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(out.toString(StandardCharsets.UTF_8));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
