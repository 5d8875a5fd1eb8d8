package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The two ways in which users of a Jetty server get the module. */
class DeliveryIT {

    private static final List<String> MODULE = List.of(
            "etc/sessions/dynamodb/properties.xml",
            "etc/sessions/dynamodb/session-store.xml",
            "modules/session-store-dynamodb.mod");

    @Test
    void theConfigArtifactHoldsWhatJettyLooksForAndNoClass() throws IOException {
        assertThat(files("jetty.module.config"))
                .filteredOn(file -> !file.startsWith("META-INF/"))
                .isEqualTo(MODULE);
    }

    @Test
    void theZipHoldsTheSameTheLicenseAndEveryJarInOneFolder() throws IOException {
        List<String> files = files("jetty.module.zip");
        List<String> jars = files.stream().filter(file -> file.endsWith(".jar")).toList();
        assertThat(jars)
                .allMatch(jar -> jar.matches("lib/session-store-dynamodb/[^/]+"))
                .anyMatch(jar -> jar.contains("/jetty-dynamodb-sessions-"))
                .anyMatch(jar -> jar.contains("/dynamodb-"))
                .as("the server has its own")
                .noneMatch(jar -> jar.contains("/jetty-server-") || jar.contains("/slf4j-"));
        assertThat(files)
                .filteredOn(file -> !file.endsWith(".jar"))
                .containsAll(MODULE)
                .anyMatch(file -> file.contains("LICENSE"))
                .hasSize(MODULE.size() + 1);
    }

    private static List<String> files(String property) throws IOException {
        try (ZipFile zip = new ZipFile(Path.of(System.getProperty(property)).toFile())) {
            return zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .sorted()
                    .toList();
        }
    }
}
