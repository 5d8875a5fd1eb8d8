package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests for a WebSocket that change their session: they get one if the session is saved, and only then. */
@ParameterizedClass
@EnumSource(PageServer.class)
class JettyUpgradesIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    @Parameter
    PageServer server;

    private final JettyBrowser browser = JettyBrowser.http1();
    private JettyCluster cluster;
    private PageNode node;

    @BeforeEach
    void start() throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        node = cluster.start();
        node.servlet().putSocket("/socket", (request, response) -> request.getSession()
                .setAttribute("room", "lobby"));
        node.servlet().putSocket("/unstorable", (request, response) -> request.getSession()
                .setAttribute("room", new Object()));
        node.servlet().putSocket("/rotate-socket", (request, response) -> request.changeSessionId());
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void anUpgradeSavesItsSession() throws Exception {
        String id = browser.login(node);
        assertThat(WebSocketClient.open(node, "/socket", browser.cookieValue())).isEqualTo(WebSocketClient.HELLO);
        assertThat(cluster.attributes(id)).containsOnlyKeys("user", "room");
        assertThat(browser.user(node)).isEqualTo("ann");
    }

    @Test
    void anUpgradeThatIsAnsweredHasSavedItsNewSession() throws Exception {
        try (WebSocketClient client = new WebSocketClient(node)) {
            String answer = client.upgrade("/socket", "");
            assertThat(answer).startsWith("HTTP/1.1 101 ").contains("Set-Cookie: JSESSIONID=");
            assertThat(cluster.proxy().executed("PutItem")).isEqualTo(1);
        }
    }

    @Test
    void anUpgradeWhoseSessionIsNotSavedIsAnswered503AndTheConnectionGoesOn() throws Exception {
        browser.login(node);
        cluster.proxy().on("UpdateItem").fail();
        assertRefusedAndGoesOn("/socket", browser.cookieValue(), "HTTP/1.1 503 ");
        assertThat(browser.user(node)).isEqualTo("ann");
    }

    @Test
    void anUpgradeWhoseNewSessionIsNotSavedIsAnswered503AndSetsNoCookie() throws Exception {
        cluster.proxy().on("PutItem").fail();
        assertRefusedAndGoesOn("/socket", "", "HTTP/1.1 503 ");
    }

    @Test
    void anUpgradeWhoseSessionDoesNotGetItsNewIdIsAnswered503AndGoesOnUnderTheOldOne() throws Exception {
        browser.login(node);
        cluster.proxy().on(StoreUpdate.ROTATION).fail();
        assertRefusedAndGoesOn("/rotate-socket", browser.cookieValue(), "HTTP/1.1 503 ");
        assertThat(browser.user(node)).isEqualTo("ann");
    }

    @Test
    void anUpgradeWhoseSessionCannotBeStoredIsAnswered500() throws Exception {
        browser.login(node);
        assertRefusedAndGoesOn("/unstorable", browser.cookieValue(), "HTTP/1.1 500 ");
        assertThat(browser.user(node)).isEqualTo("ann");
    }

    private void assertRefusedAndGoesOn(String path, String cookie, String status) throws Exception {
        try (WebSocketClient client = new WebSocketClient(node)) {
            assertThat(client.upgrade(path, cookie))
                    .startsWith(status)
                    .doesNotContainIgnoringCase("Set-Cookie")
                    .doesNotContainIgnoringCase("Upgrade:")
                    .doesNotContainIgnoringCase("Sec-WebSocket");
            cluster.proxy().healAll();
            assertThat(client.get("/hello", cookie)).startsWith("HTTP/1.1 200 ").endsWith("hello");
            assertThat(client.upgrade("/socket", cookie)).startsWith("HTTP/1.1 101 ");
        }
    }
}
