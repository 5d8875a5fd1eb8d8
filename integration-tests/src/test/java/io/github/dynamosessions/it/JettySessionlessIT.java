package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionOptions.SessionCaching;
import io.github.dynamosessions.local.DynamoDbLocalExtension;
import jakarta.servlet.AsyncContext;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Paths that need no session, in a servlet context. */
class JettySessionlessIT {

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

    private final JettyBrowser browser = JettyBrowser.http1();

    @ParameterizedTest
    @EnumSource
    void assetsMakeNoCallAndSetNoCookie(SessionCaching caching) throws Exception {
        try (JettyCluster cluster = new JettyCluster(dynamoDb)) {
            PageNode node =
                    cluster.start(cluster.options().sessionlessPaths("*.css").sessionCache(caching));
            node.page(
                    "/a/b.css", (request, response) -> response.getWriter().print(request.isRequestedSessionIdValid()));
            browser.login(node);
            cluster.proxy().resetCounts();

            for (int i = 0; i < 10; i++) {
                HttpResponse<String> response = browser.get(node, "/a/b.css?" + i);
                assertThat(response.body()).isEqualTo("false");
                assertThat(JettyBrowser.setCookies(response)).isEmpty();
            }

            assertThat(cluster.proxy().calls()).isEmpty();
            assertThat(browser.user(node)).isEqualTo("ann");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServletThatWantsASessionThereFailsAndNobodyIsLoggedOut(SessionCaching caching) throws Exception {
        try (JettyCluster cluster = new JettyCluster(dynamoDb)) {
            PageNode node =
                    cluster.start(cluster.options().sessionlessPaths("*.css").sessionCache(caching));
            node.page("/b.css", (request, response) -> request.getSession().setAttribute("user", "eve"));
            browser.login(node);
            cluster.proxy().resetCounts();

            HttpResponse<String> response = browser.get(node, "/b.css");

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body())
                    .contains(
                            "no session can be created: sessionlessPaths has &apos;*.css&apos;, and the request is for"
                                    + " &apos;/b.css&apos;");
            assertThat(JettyBrowser.setCookies(response)).isEmpty();
            assertThat(cluster.proxy().calls()).isEmpty();
            assertThat(browser.user(node)).isEqualTo("ann");
        }
    }

    /** Nobody knows the path there, so it is not refused. */
    @ParameterizedTest
    @EnumSource
    void aThreadOfTheApplicationThatWantsASessionThereLogsNobodyOutEither(SessionCaching caching) throws Exception {
        try (JettyCluster cluster = new JettyCluster(dynamoDb)) {
            PageNode node =
                    cluster.start(cluster.options().sessionlessPaths("/async").sessionCache(caching));
            node.page("/async", (request, response) -> {
                AsyncContext async = request.startAsync();
                Runnable work = () -> {
                    try {
                        request.getSession().setAttribute("cart", "book");
                    } finally {
                        async.complete();
                    }
                };
                new Thread(work).start();
            });
            String id = browser.login(node);

            assertThat(browser.get(node, "/async").statusCode()).isEqualTo(200);

            assertThat(browser.id()).isEqualTo(id);
            assertThat(browser.user(node)).isEqualTo("ann");
            assertThat(browser.get(node, "/get?name=cart").body()).isEqualTo("book");
        }
    }

    /** Of Jetty's own: one of Javalin's asks for a session. */
    @Test
    void aWebSocketIsOpenedWithoutACall() throws Exception {
        try (JettyCluster cluster = new JettyCluster(dynamoDb)) {
            PageNode node = cluster.start(cluster.options().sessionlessPaths("/socket"));
            String id = browser.login(node);
            node.servlet().putSocket("/socket", (request, response) -> {});
            cluster.proxy().resetCounts();

            assertThat(WebSocketClient.open(node, "/socket", id)).isEqualTo(WebSocketClient.HELLO);

            assertThat(cluster.proxy().calls()).isEmpty();
            assertThat(browser.user(node)).isEqualTo("ann");
        }
    }
}
