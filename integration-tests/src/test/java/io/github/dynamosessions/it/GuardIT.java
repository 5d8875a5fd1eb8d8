package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dynamosessions.DynamoSessionCacheFactory;
import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.DynamoSessionIdManager;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionUnavailableHandler;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.session.SessionHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Without a handler that replaces its responses, a server would say that a session is saved that is not: it does not start. */
class GuardIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final Server server = new Server(JettyNode.threadPool(JettyNode.THREADS));
    private final ServerConnector connector = JettyNode.connector(server, new HttpConfiguration());
    private final SessionHandler sessions = new SessionHandler();
    private final ContextHandler context = new ContextHandler("/shop");
    private JettyCluster cluster;

    @BeforeEach
    void configure() {
        cluster = new JettyCluster(dynamoDb);
        DynamoSessionOptions options = cluster.options().build();
        SessionCache cache = new DynamoSessionCacheFactory(options).getSessionCache(sessions);
        cache.setSessionDataStore(new DynamoSessionDataStore(options));
        sessions.setSessionCache(cache);
        sessions.setHandler(new Application());
        context.setHandler(sessions);
        server.addConnector(connector);
        server.addBean(new DynamoSessionIdManager(server), true);
    }

    @AfterEach
    void stop() {
        LifeCycle.stop(server);
        cluster.close();
    }

    @Test
    void aServerWhoseHandlersWereSetAfterTheGuardDoesNotStartAndSaysInOneLineWhatToAdd() throws Exception {
        server.insertHandler(new SessionUnavailableHandler());
        server.setHandler(new ContextHandlerCollection(context));
        assertThatThrownBy(server::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no SessionUnavailableHandler is around context '/shop': add"
                        + " server.insertHandler(new SessionUnavailableHandler()) after the last server.setHandler, which"
                        + " replaces all handlers");

        server.stop();
        server.insertHandler(new SessionUnavailableHandler());
        server.start();
        assertThat(sessions.isStarted()).isTrue();
    }

    @Test
    void aGuardOfAnotherContextDoesNotCount() {
        Handler.Wrapper guard = new SessionUnavailableHandler();
        guard.setHandler(new ContextHandler("/other"));
        server.setHandler(new Handler.Sequence(guard, context));
        assertThatThrownBy(server::start).hasMessageContaining("is around context '/shop'");
    }

    /** Jetty starts the new one first, and puts it in the place of the old one then. */
    @Test
    void aContextThatIsDeployedAgainIsGuardedToo() throws Exception {
        ContextHandlerCollection contexts = new ContextHandlerCollection(new ContextHandler("/shop"));
        server.setHandler(contexts);
        server.insertHandler(new SessionUnavailableHandler());
        server.start();
        context.setServer(server);
        context.start();
        Callback.Completable done = new Callback.Completable();
        contexts.redeployHandler(contexts.getHandlers().get(0), context, done);
        done.get();

        JettyBrowser browser = JettyBrowser.http1();
        assertThat(browser.get(uri("/shop/set")).body()).isEqualTo("ann");
        cluster.proxy().on("UpdateItem").fail();
        assertThat(browser.get(uri("/shop/set-bob")).statusCode()).isEqualTo(503);
    }

    @Test
    void aSessionHandlerWithoutAContextNeedsOneToo() {
        server.setHandler(sessions);
        assertThatThrownBy(server::start).hasMessageContaining("is around context '/'");
    }

    @Test
    void aSessionHandlerWithoutAContextIsGuarded() throws Exception {
        server.setHandler(sessions);
        server.insertHandler(new SessionUnavailableHandler());
        server.start();

        JettyBrowser browser = JettyBrowser.http1();
        assertThat(browser.get(uri("/set")).body()).isEqualTo("ann");
        assertThat(browser.get(uri("/get")).body()).isEqualTo("ann");
        cluster.proxy().on("GetItem").fail();
        HttpResponse<String> response = browser.get(uri("/get"));
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        cluster.proxy().healAll();

        String own = browser.cookieValue();
        browser.forge(JettyBrowser.FORGED + "; JSESSIONID=" + own + ("; JSESSIONID=" + own).repeat(40));
        cluster.proxy().resetCounts();
        assertThat(browser.get(uri("/get")).body()).isEqualTo("ann");
        assertThat(cluster.proxy().calls()).isEqualTo(Map.of("GetItem", 2));
    }

    private URI uri(String path) {
        return URI.create("http://" + JettyNode.LOOPBACK + ":" + connector.getLocalPort() + path);
    }

    private static final class Application extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Session session = request.getSession(true);
            switch (Request.getPathInContext(request)) {
                case "/set" -> session.setAttribute("user", "ann");
                case "/set-bob" -> session.setAttribute("user", "bob");
                default -> {}
            }
            Content.Sink.write(response, true, String.valueOf(session.getAttribute("user")), callback);
            return true;
        }
    }
}
