package io.github.dynamosessions.it;

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
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A Java program as a process of its own, which listens on a port of the loopback interface. */
class JavaProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Process process;
    private final Path output;
    private final int port;

    /** A runnable jar, as a user starts it. */
    JavaProcess(int port, Path directory, Path jar, List<String> arguments) {
        this(port, directory, List.of("-jar", jar.toAbsolutePath().toString()), arguments);
    }

    /** A class of these tests. */
    JavaProcess(int port, Class<?> main, List<String> arguments) {
        this(
                port,
                Path.of("."),
                List.of("-Dtest.log=console", "-cp", System.getProperty("java.class.path"), main.getName()),
                arguments);
    }

    private JavaProcess(int port, Path directory, List<String> program, List<String> arguments) {
        this.port = port;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.add("-XX:TieredStopAtLevel=1"); // none lives long enough for more
        command.addAll(program);
        command.addAll(arguments);
        try {
            output = Files.createTempFile("server", ".log");
            output.toFile().deleteOnExit();
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    final long pid() {
        return process.pid();
    }

    final int exitCode() {
        return process.exitValue();
    }

    final String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: no shutdown hook runs. */
    final void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM. */
    final void terminate() {
        process.destroy();
        awaitEnd();
    }

    @Override
    public final void close() {
        kill();
    }

    final void awaitEnd() {
        try {
            if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("did not end: " + output());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    final void awaitListening() {
        await(() -> {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false; // not yet
            }
        });
    }

    final void awaitOutput(String text) {
        await(() -> output().contains(text));
    }

    private void await(Callable<Boolean> condition) {
        try {
            Awaitility.await()
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        if (!process.isAlive()) {
                            throw new IllegalStateException("ended with " + process.exitValue());
                        }
                        return condition.call();
                    });
        } catch (RuntimeException e) {
            kill();
            throw new IllegalStateException("did not start: " + output(), e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
