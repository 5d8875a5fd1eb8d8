package io.github.dynamosessions.cli;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.partitioningBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a command did: how it ended, and what it printed where. */
record CliRun(int exitCode, String out, String err, String progress) {

    /** Against a DynamoDB that runs there, with nobody at the terminal. */
    static CliRun on(URI endpoint, String... arguments) {
        return run(Map.of("DYNAMO_SESSION_ENDPOINT", endpoint.toString()), null, arguments);
    }

    /** Somebody types this when asked. */
    static CliRun typing(String answer, URI endpoint, String... arguments) {
        return run(Map.of("DYNAMO_SESSION_ENDPOINT", endpoint.toString()), answer, arguments);
    }

    static CliRun in(Map<String, String> environment, String... arguments) {
        return run(environment, null, arguments);
    }

    private static CliRun run(Map<String, String> environment, String answer, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        BufferedReader answers = answer == null ? null : new BufferedReader(new StringReader(answer));
        int exitCode =
                new Cli(environment, new Terminal(new PrintStream(out), new PrintStream(err), answers)).run(arguments);
        return ended(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Progress goes to standard error; whether there is any depends on how busy the machine is. */
    static CliRun ended(int exitCode, String out, String err) {
        Map<Boolean, String> lines = err.lines()
                .collect(partitioningBy(line -> line.startsWith("... "), mapping(line -> line + "\n", joining())));
        return new CliRun(exitCode, out, lines.get(false), lines.get(true));
    }

    /** The one line of JSON on standard output. */
    JsonNode json() throws JsonProcessingException {
        assertThat(out.lines()).as(err).hasSize(1);
        return new ObjectMapper().readTree(out);
    }

    CliRun endsWith(int expected) {
        assertThat(exitCode).as(out + err).isEqualTo(expected);
        return this;
    }
}
