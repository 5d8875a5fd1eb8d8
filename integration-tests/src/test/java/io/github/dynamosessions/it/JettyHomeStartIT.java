package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in the setup of a server stop its start, and say what is wrong. */
class JettyHomeStartIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

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

    /** A template may leave them so. */
    @Test
    void emptyPropertiesCountAsUnset() {
        try (JavaProcess server = base.start(
                "jetty.session.dynamodb.region=eu-central-1",
                "jetty.session.dynamodb.endpoint=",
                "jetty.session.dynamodb.ttlEnabled=",
                "jetty.session.dynamodb.maxAttempts=",
                "jetty.session.savePeriod.seconds=")) {
            assertThat(server.output()).doesNotContain("WARN", "ERROR");
        }
    }

    @Test
    void withoutARegionTheStartStopsInALine() {
        assertStopsWith(base.run(), "jetty.session.dynamodb.region is not set, and neither environment");
    }

    /** Jetty itself would start without its applications, and print 157 lines for each. */
    @Test
    void aTableThatCannotHoldSessionsStopsTheStartInALine() throws IOException {
        JettyBase shop = JettyBase.create(directory.resolve("shop"), "session-store-dynamodb", "http", "ee10-deploy");
        shop.deploy("shop", Webapp.of("ee10"));
        String table = dynamoDb.newTable("id");

        assertStopsWith(
                shop.run(settings(table)),
                "jetty.session.dynamodb.hashKey is 'sessionId', but the partition key of table '" + table
                        + "' is 'id': set jetty.session.dynamodb.hashKey=id");
        assertStopsWith(shop.run(settings("none-" + table)), "table 'none-" + table.substring(0, 40));
    }

    private static String[] settings(String table) {
        return new String[] {
            "jetty.http.port=0",
            "jetty.session.dynamodb.region=local",
            "jetty.session.dynamodb.endpoint=" + dynamoDb.endpoint(),
            "jetty.session.dynamodb.tableName=" + table
        };
    }

    private static void assertStopsWith(JavaProcess start, String complaint) {
        assertThat(start.exitCode()).isNotZero();
        assertThat(start.output().lines().filter(line -> line.contains(":ERROR:")))
                .singleElement()
                .asString()
                .contains(complaint);
        assertThat(start.output().lines())
                .filteredOn(line -> line.contains(complaint.substring(0, 30)))
                .allSatisfy(line -> assertThat(line.substring(line.indexOf(complaint.substring(0, 30))))
                        .hasSizeLessThanOrEqualTo(300));
        assertThat(start.output()).doesNotContain("Started", "at io.github.dynamosessions", "UNAVAILABLE");
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
