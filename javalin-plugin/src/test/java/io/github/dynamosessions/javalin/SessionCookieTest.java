package io.github.dynamosessions.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionCookieTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final DynamoSessionOptions options = DynamoSessionOptions.builder()
            .client(dynamoDb.client())
            .tableName(dynamoDb.newTableName())
            .autoCreateTable(true)
            .build();
    private final Browser browser = new Browser();

    /** Selector, rotation and secret. */
    private static final String COOKIE_VALUE = "[\\w-]{16}\\.[\\w-]{6}~[\\w-]{22}";

    @Test
    void theCookieKeepsJavalinsFlags() {
        try (TestNode node = new TestNode(options)) {
            var response = browser.post(node, "/set/a/1");

            assertThat(Browser.setCookies(response))
                    .singleElement()
                    .asString()
                    .matches("JSESSIONID=" + COOKIE_VALUE + "; Path=/; HttpOnly; SameSite=Lax");
        }
    }

    @Test
    void theCookieKeepsTheSettingsOfASessionHandlerThatTheApplicationBrings() {
        SessionHandler own = new SessionHandler();
        own.setSessionCookie("SID");
        own.setSecureCookies(true);
        try (TestNode node = new TestNode(
                options,
                config -> config.jetty.modifyServletContextHandler(context -> context.setSessionHandler(own)))) {
            var response = browser.post(node, "/set/a/1");

            assertThat(Browser.setCookies(response))
                    .singleElement()
                    .asString()
                    .matches("SID=" + COOKIE_VALUE + "; Path=/; Secure");
        }
    }

    @Test
    void noNodeSendsTheCookieAgainAfterTheFirst() {
        try (TestNode one = new TestNode(options);
                TestNode two = new TestNode(options)) {
            browser.post(one, "/set/a/1");

            assertThat(Browser.setCookies(browser.post(two, "/set/a/2"))).isEmpty();
            assertThat(Browser.setCookies(browser.post(one, "/set/a/3"))).isEmpty();
        }
    }

    @Test
    void theIdsOfTwoNodesTellTheNodesApart() {
        try (TestNode one = new TestNode(options);
                TestNode two = new TestNode(options)) {
            browser.post(one, "/set/a/1");
            Browser other = new Browser();
            other.post(two, "/set/a/1");

            var nodes = dynamoDb.client().scan(request -> request.tableName(tableName())).items().stream()
                    .map(item -> item.get("lastNode").s());
            assertThat(nodes).hasSize(2).doesNotHaveDuplicates();
        }
    }

    private String tableName() {
        return options.toString().replaceAll(".*tableName=([^,]*),.*", "$1");
    }
}
