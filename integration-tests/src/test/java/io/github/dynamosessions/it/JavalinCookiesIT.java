package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.javalin.DynamoSessionPlugin;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the plugin makes of the session cookie without any option: as safe as the server's connectors allow. */
class JavalinCookiesIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final String LACKS = "lack what Javalin's own SessionHandler sets";

    @TempDir
    private Path directory;

    private JettyCluster cluster;
    private Javalin javalin;

    @BeforeEach
    void start() {
        cluster = new JettyCluster(dynamoDb);
    }

    @AfterEach
    void stop() {
        if (javalin != null) {
            javalin.stop();
        }
        cluster.close();
    }

    @Test
    void aServerThatSpeaksTlsAloneHasCookiesOfItsHostAlone() throws Exception {
        start(config -> config.jetty.addConnector(this::httpsConnector));
        assertThat(setCookies())
                .singleElement()
                .asString()
                .matches("__Host-JSESSIONID=[^;]+; Path=/; Secure; HttpOnly; SameSite=Lax");
    }

    @Test
    void aServerThatSpeaksBothHasSecureCookiesWhereTheRequestIsSecure() throws Exception {
        start(config -> {
            config.jetty.addConnector(this::httpsConnector);
            config.jetty.addConnector(JettyNode::connector);
        });
        assertThat(setCookies())
                .satisfiesExactly(
                        https -> assertThat(https).matches("JSESSIONID=[^;]+; Path=/; Secure; HttpOnly; SameSite=Lax"),
                        http -> assertThat(http).matches("JSESSIONID=[^;]+; Path=/; HttpOnly; SameSite=Lax"));
    }

    @Test
    void aSessionHandlerThatLosesJavalinsFlagsIsWarnedOfWithTheLinesThatBringThemBack() {
        String path = "/" + UUID.randomUUID();
        try (JettyLogs logs = JettyLogs.capture()) {
            start(config -> {
                config.router.contextPath = path;
                config.jetty.addConnector(JettyNode::connector);
                config.jetty.modifyServletContextHandler(context -> context.setSessionHandler(new SessionHandler()));
            });
            assertThat(logs.with(path))
                    .filteredOn(line -> line.contains(LACKS))
                    .containsExactly("WARN The session cookies of context '" + path + "' lack what Javalin's own"
                            + " SessionHandler sets. Add to yours: sessionHandler.setHttpOnly(true);"
                            + " sessionHandler.setSameSite(HttpCookie.SameSite.LAX)");
        }
    }

    @Test
    void withThoseLinesThereIsNoWarning() {
        String path = "/" + UUID.randomUUID();
        try (JettyLogs logs = JettyLogs.capture()) {
            start(config -> {
                config.router.contextPath = path;
                config.jetty.addConnector(JettyNode::connector);
                config.jetty.modifyServletContextHandler(context -> {
                    SessionHandler sessionHandler = new SessionHandler();
                    sessionHandler.setHttpOnly(true);
                    sessionHandler.setSameSite(HttpCookie.SameSite.LAX);
                    context.setSessionHandler(sessionHandler);
                });
            });
            assertThat(logs.with(path)).noneMatch(line -> line.contains(LACKS));
        }
    }

    @Test
    void javalinsOwnSessionHandlerIsNotWarnedOf() {
        String path = "/" + UUID.randomUUID();
        try (JettyLogs logs = JettyLogs.capture()) {
            start(config -> {
                config.router.contextPath = path;
                config.jetty.addConnector(JettyNode::connector);
            });
            assertThat(logs.with(path)).noneMatch(line -> line.startsWith("WARN"));
        }
    }

    private void start(Consumer<JavalinConfig> changes) {
        javalin = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.registerPlugin(
                            new DynamoSessionPlugin(cluster.options().build()));
                    config.routes.get("/set", context -> context.sessionAttribute("user", "ann"));
                    changes.accept(config);
                })
                .start();
    }

    /** Of a new session, through each connector. */
    private List<String> setCookies() throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, SslContextFactory.TRUST_ALL_CERTS, null);
        HttpClient client = HttpClient.newBuilder().sslContext(trusting).build();
        List<String> cookies = new ArrayList<>();
        for (Connector connector : javalin.jettyServer().server().getConnectors()) {
            String scheme = connector.getProtocols().contains("ssl") ? "https" : "http";
            URI uri = URI.create(scheme + "://127.0.0.1:" + ((NetworkConnector) connector).getLocalPort() + "/set");
            HttpResponse<String> response =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            cookies.addAll(response.headers().allValues("Set-Cookie"));
        }
        return cookies;
    }

    private ServerConnector httpsConnector(Server server, HttpConfiguration ignored) {
        HttpConfiguration https = new HttpConfiguration();
        https.addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector connector = new ServerConnector(server, tls(), new HttpConnectionFactory(https));
        connector.setHost(JettyNode.LOOPBACK);
        return connector;
    }

    private SslContextFactory.Server tls() {
        Path store = directory.resolve("store.p12");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-keystore",
                store.toString(),
                "-storepass",
                "secret",
                "-storetype",
                "PKCS12",
                "-alias",
                "test");
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(store.toString());
        tls.setKeyStorePassword("secret");
        return tls;
    }

    private static void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
