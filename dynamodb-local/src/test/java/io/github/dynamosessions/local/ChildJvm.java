package io.github.dynamosessions.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a program of ours did in a JVM of its own: how it ended, what it printed, what it left in its temp directory. */
record ChildJvm(int exitCode, String stdout, String stderr, List<Path> leftInTempDirectory) {

    private static final long PATIENCE_SECONDS = 60;

    static ChildJvm run(Path work, Class<?> program, String... systemProperties)
            throws IOException, InterruptedException {
        Path temp = Files.createDirectory(work.resolve("temp"));
        Path out = work.resolve("out");
        Path err = work.resolve("err");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        // Newer JVMs print a warning of their own about native libraries.
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-XX:-UsePerfData");
        command.add("-Djava.io.tmpdir=" + temp);
        command.add("-Dorg.slf4j.simpleLogger.log.org.eclipse.jetty=warn");
        command.addAll(List.of(systemProperties));
        command.add(program.getName());
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("%s ends by itself", program.getSimpleName())
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        try (var left = Files.list(temp)) {
            return new ChildJvm(process.exitValue(), Files.readString(out), Files.readString(err), left.toList());
        }
    }
}
