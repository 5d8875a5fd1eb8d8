package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dynamosessions.DynamoSessionCacheFactory;
import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.DynamoSessionIdManager;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionUnavailableHandler;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.javalin.DynamoSessionPlugin;
import io.javalin.Javalin;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions need the library's session ID manager: a server with another one does not start, and says what to add. */
class IdManagerIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final String LINE = "server.addBean(new DynamoSessionIdManager(server), true)";

    private final Server server = new Server(JettyNode.threadPool(JettyNode.THREADS));
    private final SessionHandler sessions = new SessionHandler();
    private JettyCluster cluster;

    @BeforeEach
    void configure() {
        cluster = new JettyCluster(dynamoDb);
        DynamoSessionOptions options = cluster.options().build();
        SessionCache cache = new DynamoSessionCacheFactory(options).getSessionCache(sessions);
        cache.setSessionDataStore(new DynamoSessionDataStore(options));
        sessions.setSessionCache(cache);
        ServletContextHandler context = new ServletContextHandler("/", true, false);
        context.setSessionHandler(sessions);
        server.setHandler(new SessionUnavailableHandler());
        server.getDescendant(SessionUnavailableHandler.class).setHandler(context);
    }

    @AfterEach
    void stop() {
        LifeCycle.stop(server);
        cluster.close();
    }

    @Test
    void aServerWithoutASessionIdManagerDoesNotStartAndSaysInOneLineWhatToAdd() {
        assertRefused(server);
    }

    @Test
    void aServerWithJettysSessionIdManagerDoesNotStartAndSaysInOneLineWhatToAdd() {
        server.addBean(new DefaultSessionIdManager(server), true);
        assertRefused(server);
    }

    @Test
    void withTheLineAddedItStarts() throws Exception {
        server.addBean(new DynamoSessionIdManager(server), true);
        server.start();
        assertThat(sessions.isStarted()).isTrue();
    }

    @Test
    void theSameServerStartsWhenItHasBeenRefusedAndHasTheRightOneThen() throws Exception {
        assertRefused(server);
        server.removeBean(server.getBean(DefaultSessionIdManager.class));
        DynamoSessionIdManager own = new DynamoSessionIdManager(server);
        server.addBean(own, true);
        sessions.setSessionIdManager(own);
        server.start();
        assertThat(sessions.isStarted()).isTrue();
    }

    @Test
    void aJavalinThatBringsJettysSessionIdManagerDoesNotStartAndSaysInOneLineWhatToAdd() {
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.jetty.modifyServer(jetty -> jetty.addBean(new DefaultSessionIdManager(jetty), true));
            config.registerPlugin(new DynamoSessionPlugin(cluster.options().build()));
        });
        assertThatThrownBy(() -> javalin.start(0)).rootCause().satisfies(IdManagerIT::saysWhatToAdd);
        javalin.stop();
    }

    private static void assertRefused(Server server) {
        assertThatThrownBy(server::start)
                .isInstanceOf(IllegalStateException.class)
                .satisfies(IdManagerIT::saysWhatToAdd);
    }

    private static void saysWhatToAdd(Throwable refusal) {
        assertThat(refusal).hasMessageContaining(LINE).hasMessageContaining("DefaultSessionIdManager");
        assertThat(refusal.getMessage().lines()).hasSize(1);
        assertThat(refusal.getMessage()).hasSizeLessThan(300);
    }
}
