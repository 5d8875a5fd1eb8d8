package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** New versions of web applications of every environment are deployed into a server that runs. */
class JettyHomeRedeployIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Jetty's ee8 and ee9 keep the application that a connection was used for last, with this store and without it. */
    private static final Duration IDLE_CONNECTION = Duration.ofSeconds(10);

    private static final List<String> ENVIRONMENTS = JettyHomeServers.ENVIRONMENTS;
    private static final String CART = "return items.toString();";

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    @TempDir
    private Path directory;

    private final Map<String, JettyBrowser> browsers = new TreeMap<>();

    @Test
    void sessionsStayWhereTheirClassesStillFitAndTheOldClassLoadersGo() throws Exception {
        JettyBase base = JettyBase.create(directory.resolve("base"), modules());
        ENVIRONMENTS.forEach(environment -> browsers.put(environment, JettyBrowser.http1()));
        for (String environment : ENVIRONMENTS) {
            base.deploy(environment, version("1", environment));
        }
        try (JavaProcess server = base.start(
                "jetty.deploy.scanInterval=1",
                "jetty.http.idleTimeout=" + IDLE_CONNECTION.toMillis(),
                "jetty.session.dynamodb.tableName=" + dynamoDb.newTableName(),
                "jetty.session.dynamodb.autoCreateTable=true",
                "jetty.session.dynamodb.region=local",
                "jetty.session.dynamodb.endpoint=" + dynamoDb.endpoint())) {
            assertCarts(server, "apple", "version 1: [apple]");

            redeploy(base, server, "2", webapp -> webapp);
            assertCarts(server, "pear", "version 2: [apple, pear]");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(liveClassLoaders(server))
                    .as("class loaders of a server that said%n%s", server.output())
                    .isEqualTo(ENVIRONMENTS.size()));

            redeploy(base, server, "3", webapp -> webapp.change("serialVersionUID = 1", "serialVersionUID = 2"));
            assertCarts(server, "plum", "version 3: [plum]");
            assertThat(server.output().lines())
                    .filteredOn(line -> line.contains("is unreadable and was removed"))
                    .hasSize(ENVIRONMENTS.size());
        }
    }

    private static String[] modules() {
        List<String> modules = new ArrayList<>(List.of("session-store-dynamodb", "http"));
        ENVIRONMENTS.forEach(environment -> modules.add(environment + "-deploy"));
        return modules.toArray(String[]::new);
    }

    private static Webapp version(String version, String environment) {
        return Webapp.of(environment)
                .change("return \"hello\"", "return \"version " + version + "\"")
                .change(CART, "return \"version " + version + ": \" + items;");
    }

    private static void redeploy(JettyBase base, JavaProcess server, String version, UnaryOperator<Webapp> change)
            throws IOException {
        for (String environment : ENVIRONMENTS) {
            base.deploy(environment, change.apply(version(version, environment)));
        }
        JettyBrowser other = JettyBrowser.http1();
        for (String environment : ENVIRONMENTS) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> other.get(server.uri("/" + environment + "/hello"))
                    .body()
                    .equals("version " + version));
        }
    }

    private void assertCarts(JavaProcess server, String added, String expected) throws Exception {
        for (String environment : ENVIRONMENTS) {
            assertThat(browsers.get(environment)
                            .get(server.uri("/" + environment + "/add?item=" + added))
                            .body())
                    .as(environment)
                    .isEqualTo(expected);
        }
    }

    /** Those of web applications that are left after a garbage collection, which the histogram begins with. */
    private static int liveClassLoaders(JavaProcess server) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        "GC.class_histogram")
                .start();
        String histogram = new String(jcmd.getInputStream().readAllBytes());
        return Pattern.compile("^ *\\d+: +(\\d+) .*WebAppClassLoader(?: |$)", Pattern.MULTILINE)
                .matcher(histogram)
                .results()
                .mapToInt(line -> Integer.parseInt(line.group(1)))
                .sum();
    }
}
