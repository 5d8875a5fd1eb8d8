package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in the setup of a server stop its start, and say what is wrong. */
class JettyHomeStartIT {

    @TempDir
    private static Path directory;

    private static JettyBase base;

    @BeforeAll
    static void create() throws IOException {
        base = JettyBase.create(directory.resolve("base"), "session-store-dynamodb");
    }

    @ParameterizedTest
    @CsvSource({
        "touchInterval, 2h, 'touchInterval must be between 0s and 1h, was ''2h'''",
        "autoCreateTable, maybe, 'autoCreateTable must be true or false, was ''maybe'''",
        "tabelName, shop, 'tabelName. Did you mean jetty.session.dynamodb.tableName?'",
    })
    void aWrongPropertyStopsTheStartInALine(String option, String value, String complaint) {
        JavaProcess start = base.run("jetty.session.dynamodb." + option + "=" + value);

        assertThat(start.exitCode()).isNotZero();
        assertThat(start.output().lines().filter(line -> line.contains(":ERROR:")))
                .singleElement()
                .asString()
                .contains("jetty.session.dynamodb." + complaint);
        assertThat(start.output()).doesNotContain("Started", "at io.github.dynamosessions");
    }

    @Test
    void anotherSessionCacheIsRefusedByJetty() {
        JavaProcess start = base.run("--add-modules=session-cache-hash");

        assertThat(start.exitCode()).isNotZero();
        assertThat(start.output())
                .contains("session-cache-hash provides session-cache, which is already provided by"
                        + " session-store-dynamodb");
    }

    @Test
    void theDefaultSettingsStartAServerWithoutDynamoDb() {
        try (JavaProcess server = base.start("jetty.session.dynamodb.region=eu-central-1")) {
            assertThat(server.output()).doesNotContain("WARN", "ERROR");
        }
    }

    /** Jetty's own switch, which puts all of it on the module path. */
    @Test
    void aWrongPropertyIsFoundOnTheModulePathToo() {
        JavaProcess start = base.run("--jpms", "jetty.session.dynamodb.touchInterval=2h");

        assertThat(start.output()).contains("touchInterval must be between 0s and 1h, was '2h'");
    }
}
