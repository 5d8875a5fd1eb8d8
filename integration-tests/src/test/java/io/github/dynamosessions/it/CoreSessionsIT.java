package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionCacheFactory;
import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.DynamoSessionIdManager;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionUnavailableHandler;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.session.SessionHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions of a Jetty without servlets, whose requests are of another kind. */
class CoreSessionsIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Server server = new Server(JettyNode.threadPool(JettyNode.THREADS));
    private final ServerConnector connector = JettyNode.connector(server, new HttpConfiguration());
    private JettyCluster cluster;
    private String cookie = "";

    @BeforeEach
    void start() throws Exception {
        cluster = new JettyCluster(dynamoDb);
        server.addConnector(connector);
        server.addBean(new DynamoSessionIdManager(server), true);
        server.setHandler(context(
                cluster.options().serializer(new ThrowingAttribute.Serializer()).build()));
        server.insertHandler(new SessionUnavailableHandler());
        server.start();
        get("/create");
    }

    @AfterEach
    void stop() {
        LifeCycle.stop(server);
        cluster.close();
    }

    @Test
    void aLoginIsOneGetAndOneUpdate() throws Exception {
        String old = cookie;
        assertThat(callsOf("/login")).isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
        assertThat(cookie).isNotEqualTo(old);
        assertThat(get("/user").body()).isEqualTo("ann");
    }

    @Test
    void aLoginThatFailsIsAnswered503AndTheOldIdGoesOn() throws Exception {
        String old = cookie;
        cluster.proxy().on(StoreUpdate.ROTATION).fail();
        assertThat(get("/login").statusCode()).isEqualTo(503);
        cluster.proxy().healAll();
        assertThat(cookie).isEqualTo(old);
        assertThat(get("/user").body()).isEqualTo("null");
    }

    @Test
    void aMistakeInALoginHoldsUpNobody() throws Exception {
        String old = cookie;
        var answer = client.sendAsync(request("/login-without-request"), HttpResponse.BodyHandlers.ofString());
        assertThat(answer).succeedsWithin(PATIENCE);
        assertThat(answer.join().headers().map()).doesNotContainKey("set-cookie");
        assertThat(cookie).isEqualTo(old);
        assertThat(get("/user").body()).isEqualTo("ann");
    }

    @Test
    void aLogoutIsOneGetAndOneDelete() throws Exception {
        assertThat(callsOf("/logout")).isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
        assertThat(get("/user").body()).isEqualTo("no session");
    }

    @Test
    void aSerializerThatThrowsWhileJettyReadsASessionIs500AndTheSessionStays() throws Exception {
        String own = UUID.randomUUID().toString();
        get("/login");
        get("/put?" + own);
        ThrowingAttribute.demand(own, ThrowingAttribute.Where.READING, () -> new IllegalStateException("not now"));
        HttpResponse<String> answer = get("/user");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("The session could not be read.\n");
        assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
        ThrowingAttribute.heal(own);
        assertThat(get("/user").body()).isEqualTo("ann");
    }

    @Test
    void whatAThreadHasSetBeforeItWasInterruptedIsSaved() throws Exception {
        assertThat(get("/set-and-interrupt").statusCode()).isEqualTo(200);
        assertThat(get("/user").body()).isEqualTo("bob");
    }

    private static ContextHandler context(DynamoSessionOptions options) {
        SessionHandler sessions = new SessionHandler();
        SessionCache cache = new DynamoSessionCacheFactory(options).getSessionCache(sessions);
        cache.setSessionDataStore(new DynamoSessionDataStore(options));
        sessions.setSessionCache(cache);
        sessions.setHandler(new Application());
        ContextHandler context = new ContextHandler("/");
        context.setHandler(sessions);
        return context;
    }

    private Map<String, Integer> callsOf(String path) throws Exception {
        cluster.proxy().resetCounts();
        assertThat(get(path).statusCode()).isEqualTo(200);
        client.send(HttpRequest.newBuilder(uri("/user")).build(), HttpResponse.BodyHandlers.discarding());
        return cluster.proxy().calls();
    }

    private HttpResponse<String> get(String path) throws Exception {
        HttpResponse<String> response = client.send(request(path), HttpResponse.BodyHandlers.ofString());
        response.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.replaceAll(";.*", ""));
        return response;
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Cookie", cookie).build();
    }

    private URI uri(String path) {
        return URI.create("http://" + JettyNode.LOOPBACK + ":" + connector.getLocalPort() + path);
    }

    private static final class Application extends Handler.Abstract {

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Session session =
                    request.getSession(Request.getPathInContext(request).equals("/create"));
            String answer = "no session";
            if (session != null) {
                switch (Request.getPathInContext(request)) {
                    case "/login" -> {
                        session.renewId(request, response);
                        session.setAttribute("user", "ann");
                    }
                    case "/login-without-request" -> {
                        session.setAttribute("user", "ann");
                        try {
                            session.renewId(null, response);
                        } catch (NullPointerException e) { // Jetty's
                            answer = "mistake";
                        }
                    }
                    case "/logout" -> session.invalidate();
                    case "/put" ->
                        session.setAttribute(
                                "value",
                                new ThrowingAttribute(request.getHttpURI().getQuery(), ""));
                    case "/set-and-interrupt" -> {
                        session.setAttribute("user", "bob");
                        Thread.currentThread().interrupt();
                    }
                    default -> answer = String.valueOf(session.getAttribute("user"));
                }
            }
            Content.Sink.write(response, true, answer, callback);
            return true;
        }
    }
}
