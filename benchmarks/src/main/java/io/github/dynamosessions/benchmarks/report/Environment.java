package io.github.dynamosessions.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where and with what something was measured.
 *
 * @param date when, in UTC
 * @param machine processor, cores and system
 * @param jdk the JDK that ran it
 * @param versions of what was measured, by name
 */
public record Environment(String date, String machine, String jdk, Map<String, String> versions) {

    static Environment current() {
        Runtime runtime = Runtime.getRuntime();
        return new Environment(
                Instant.now().truncatedTo(ChronoUnit.MINUTES).toString(),
                processor() + ", " + runtime.availableProcessors() + " processors, " + System.getProperty("os.name")
                        + " " + System.getProperty("os.arch") + ", " + (runtime.maxMemory() >> 20) + " MB heap at most",
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                projectVersions());
    }

    /** Linux tells; elsewhere it is unknown. */
    private static String processor() {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return "unknown processor";
        }
        try (Stream<String> lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> projectVersions() {
        Properties properties = new Properties();
        try (InputStream file = Environment.class.getResourceAsStream("/versions.properties")) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> versions = new TreeMap<>();
        properties.forEach((name, version) -> versions.put(name.toString(), version.toString()));
        return versions;
    }
}
