package io.github.dynamosessions.benchmarks.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A running application. */
final class AppProcess implements AutoCloseable {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final SessionKind kind;
    private final Process process;
    private final URI url;

    private AppProcess(SessionKind kind, Process process, URI url) {
        this.kind = kind;
        this.process = process;
        this.url = url;
    }

    static AppProcess start(SessionKind kind, int sessionBytes, boolean virtualThreads) throws IOException {
        Process process = new ProcessBuilder(
                        JAVA,
                        "-Xms1g",
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AppMain.class.getName(),
                        kind.name(),
                        Integer.toString(sessionBytes),
                        Boolean.toString(virtualThreads))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String port = output.readLine();
        if (port == null) {
            process.destroy();
            throw new IOException("the application with " + kind + " did not start");
        }
        return new AppProcess(kind, process, URI.create("http://127.0.0.1:" + port));
    }

    SessionKind kind() {
        return kind;
    }

    URI page(String path) {
        return url.resolve(path);
    }

    /** Processor time that it has used so far. */
    Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
