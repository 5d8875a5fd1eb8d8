package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.local.DynamoDbLocalExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A new version of a web application is deployed into a server that runs. */
class JettyHomeRedeployIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CART = "return items.toString();";

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

    @TempDir
    private Path directory;

    private final JettyBrowser browser = JettyBrowser.http1();

    @Test
    void sessionsStayWhereTheirClassesStillFitAndTheOldClassLoaderGoes() throws Exception {
        JettyBase base = JettyBase.create(directory.resolve("base"), "session-store-dynamodb", "http", "ee10-deploy");
        base.deploy("shop", version("1"));
        try (JavaProcess server = base.start(
                "jetty.deploy.scanInterval=1",
                "jetty.session.dynamodb.tableName=" + dynamoDb.newTableName(),
                "jetty.session.dynamodb.autoCreateTable=true",
                "jetty.session.dynamodb.region=local",
                "jetty.session.dynamodb.endpoint=" + dynamoDb.endpoint())) {
            assertThat(get(server, "/add?item=apple")).isEqualTo("version 1: [apple]");

            redeploy(base, server, version("2"), "2");
            assertThat(get(server, "/add?item=pear")).isEqualTo("version 2: [apple, pear]");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(liveClassLoaders(server)).isEqualTo(1));

            redeploy(base, server, version("3").change("serialVersionUID = 1", "serialVersionUID = 2"), "3");
            assertThat(get(server, "/add?item=plum")).isEqualTo("version 3: [plum]");
            assertThat(server.output()).containsOnlyOnce("could not be decoded and was removed");
        }
    }

    private static Webapp version(String version) {
        return Webapp.of("ee10")
                .change("return \"hello\"", "return \"version " + version + "\"")
                .change(CART, "return \"version " + version + ": \" + items;");
    }

    private void redeploy(JettyBase base, JavaProcess server, Webapp webapp, String version) throws IOException {
        base.deploy("shop", webapp);
        JettyBrowser other = JettyBrowser.http1();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> other.get(server.uri("/shop/hello")).body().equals("version " + version));
    }

    private String get(JavaProcess server, String page) throws Exception {
        return browser.get(server.uri("/shop" + page)).body();
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
