package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Values that listen to what happens to them. Big ones hear of it as small ones do, but not before they are read. */
@ParameterizedClass
@EnumSource(PageServer.class)
class JettyValueListenersIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    /** Bytes of a value that is stored in chunks. */
    private static final int BIG = 100_000;

    private static final List<String> EVENTS = new CopyOnWriteArrayList<>();

    @Parameter
    PageServer server;

    private final JettyBrowser browser = JettyBrowser.http1();
    private JettyCluster cluster;
    private PageNode node;
    private PageNode other;
    private String id;

    private static final class Listening
            implements HttpSessionActivationListener, HttpSessionBindingListener, Serializable {

        private static final long serialVersionUID = 1;

        private final String name;

        @SuppressWarnings("unused") // it is what takes the room
        private final byte[] ballast;

        private transient boolean active;

        Listening(String name, int ballast) {
            this.name = name;
            this.ballast = BigPages.random(ballast, 1);
            active = true;
        }

        @Override
        public void sessionDidActivate(HttpSessionEvent event) {
            active = true;
            EVENTS.add(name + " activated");
        }

        @Override
        public void sessionWillPassivate(HttpSessionEvent event) {
            active = false;
            EVENTS.add(name + " passivated");
        }

        @Override
        public void valueBound(HttpSessionBindingEvent event) {
            EVENTS.add(name + " bound");
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            EVENTS.add(name + (active ? " unbound" : " unbound while passive"));
        }

        @Override
        public String toString() {
            return name + (active ? " active" : " passive");
        }
    }

    @BeforeEach
    void start() throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        node = cluster.start();
        other = cluster.start();
        node.page("/listen", (request, response) -> request.getSession()
                .setAttribute(request.getParameter("name"), new Listening(request.getParameter("name"), BIG)));
        node.page("/listen-small", (request, response) -> request.getSession()
                .setAttribute(request.getParameter("name"), new Listening(request.getParameter("name"), 0)));
        id = browser.login(node);
        EVENTS.clear();
        browser.get(node, "/listen?name=first");
        forget("first bound", "first passivated", "first activated", "first passivated");
    }

    /** What has happened, the end of the request included, which the client does not wait for. */
    private static void forget(String... events) {
        await().untilAsserted(() -> assertThat(EVENTS).containsExactly(events));
        EVENTS.clear();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aValueIsActivatedWhenItIsReadAndBeforeTheApplicationHasIt() throws Exception {
        browser.user(other);
        assertThat(EVENTS).isEmpty();
        assertThat(browser.get(other, "/get?name=first").body()).isEqualTo("first active");
        await().untilAsserted(() -> assertThat(EVENTS).containsExactly("first activated", "first passivated"));
    }

    @Test
    void aSmallValueIsActivatedWithItsSession() throws Exception {
        browser.get(node, "/listen-small?name=small");
        forget("small bound", "small passivated", "small activated", "small passivated");
        assertThat(browser.user(other)).isEqualTo("ann");
        await().untilAsserted(() -> assertThat(EVENTS).containsExactly("small activated", "small passivated"));
    }

    @Test
    void aValueThatIsReplacedHearsThatItIsUnbound() throws Exception {
        browser.get(node, "/listen?name=second");
        forget("second bound", "second passivated", "second activated", "second passivated");
        browser.get(node, "/set?name=first&value=small");
        assertThat(EVENTS).contains("first unbound").doesNotContain("second activated");
    }

    @Test
    void aValueHearsOfALogout() throws Exception {
        browser.get(other, "/logout");
        assertThat(EVENTS).containsExactly("first activated", "first unbound");
        assertThat(cluster.chunks()).isEmpty();
    }

    @Test
    void aValueHearsOfTheEndOfAnExpiredSession() throws Exception {
        cluster.expireAt(id, System.currentTimeMillis() - 120_000);
        cluster.scavenge();
        assertThat(EVENTS).containsExactly("first activated", "first unbound");
    }

    @Test
    void aValueThatIsLostDoesNotKeepASessionFromEnding() throws Exception {
        cluster.deleteChunks();
        assertThat(browser.get(node, "/logout").statusCode()).isEqualTo(200);
        assertThat(cluster.item(id)).isEmpty();
        assertThat(cluster.destroyed()).containsExactly(id);
        assertThat(EVENTS).isEmpty();
    }
}
