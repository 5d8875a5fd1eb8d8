package io.github.dynamosessions.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The demo's jar as a process of its own, as a user starts it. */
final class DemoProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;
    private final int port;

    private DemoProcess(int port, List<String> flags) {
        this.port = port;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.add("-XX:TieredStopAtLevel=1"); // none lives long enough for more
        command.add("-jar");
        command.add(System.getProperty("demo.jar"));
        command.addAll(flags);
        try {
            output = Files.createTempFile("demo", ".log");
            output.toFile().deleteOnExit();
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only the embedded DynamoDB. */
    static DemoProcess dynamoDb() {
        int port = freePort();
        return new DemoProcess(port, List.of("--dynamodb-only", "--dynamodb-port=" + port)).awaitListening();
    }

    /** One node on the table of a DynamoDB that runs already. */
    static DemoProcess node(String name, DemoProcess dynamoDb, String... flags) {
        return node(name, dynamoDb.uri(""), flags);
    }

    /** The same, by the endpoint of that DynamoDB. */
    static DemoProcess node(String name, URI endpoint, String... flags) {
        int port = freePort();
        List<String> all = new ArrayList<>(List.of(
                "--nodes=1", "--port=" + port, "--node-name=" + name, "--endpoint=" + endpoint, "--region=local"));
        all.addAll(List.of(flags));
        return new DemoProcess(port, all).awaitListening();
    }

    /** Runs to the end, for flags that end the process at once. */
    static DemoProcess ended(String... flags) {
        DemoProcess demo = new DemoProcess(0, List.of(flags));
        try {
            if (!demo.process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                demo.close();
                throw new IllegalStateException("did not end with " + List.of(flags) + ": " + demo.output());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return demo;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    int exitCode() {
        return process.exitValue();
    }

    String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: no shutdown hook runs. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
        awaitEnd();
    }

    @Override
    public void close() {
        kill();
    }

    private void awaitEnd() {
        await().atMost(START_LIMIT).until(() -> !process.isAlive());
    }

    private DemoProcess awaitListening() {
        try {
            awaitConnection();
        } catch (RuntimeException e) {
            kill();
            throw e;
        }
        return this;
    }

    private void awaitConnection() {
        await().atMost(START_LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("ended with " + process.exitValue() + ": " + output());
            }
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false; // not yet
            }
        });
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
