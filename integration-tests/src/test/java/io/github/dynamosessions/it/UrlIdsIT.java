package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Jetty's contexts take IDs from URLs unless they are told not to. A link that somebody else has made never plants a cookie. */
class UrlIdsIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final int AN_HOUR_SECONDS = 3_600;

    private final JettyBrowser attacker = JettyBrowser.http1();
    private final JettyBrowser victim = JettyBrowser.http1();
    private JettyCluster cluster;
    private JettyContexts.OneContext shop;
    private JettyContexts.OneContext desk;
    private JettyContexts contexts;

    @BeforeEach
    void start() throws Exception {
        cluster = new JettyCluster(dynamoDb);
        contexts = JettyContexts.start(cluster.options().build());
        shop = contexts.shop();
        desk = contexts.desk();
        shop.page("/login", (request, response) -> {
            request.changeSessionId();
            request.getSession().setAttribute("user", "victim");
            response.getWriter().print(response.encodeURL("/get"));
        });
        attacker.login(shop);
    }

    @AfterEach
    void stop() {
        contexts.close();
        cluster.close();
    }

    @Test
    void aLinkWithTheIdOfAnotherClientPlantsNoCookieOnAnyPath() throws Exception {
        for (SessionHandler sessions : contexts.shop().server().getDescendants(SessionHandler.class)) {
            sessions.setMaxCookieAge(AN_HOUR_SECONDS); // an old cookie is sent again
            sessions.setRefreshCookieAge(1);
        }
        Map<String, AttributeValue> item = new HashMap<>(cluster.item("/shop", attacker.id()));
        item.put("created", AttributeValue.fromN("1000"));
        cluster.put(item);

        String id = ";jsessionid=" + attacker.cookieValue();
        for (String path : List.of("/get" + id + "?name=user", "/hello" + id, "/no-such-page" + id)) {
            HttpResponse<String> response = victim.get(shop, path);
            assertThat(JettyBrowser.setCookies(response)).as(path).isEmpty();
        }
        assertThat(JettyBrowser.setCookies(attacker.get(shop, "/get?name=user")))
                .as("of who has the cookie")
                .hasSize(1);
    }

    @Test
    void aLoginInASessionThatWasFoundByItsUrlSendsNoCookieAndLeavesTheOldUrlWithoutASession() throws Exception {
        String id = ";jsessionid=" + attacker.cookieValue();
        HttpResponse<String> login = victim.get(shop, "/login" + id);
        assertThat(login.statusCode()).isEqualTo(200);
        assertThat(JettyBrowser.setCookies(login)).isEmpty();
        assertThat(victim.get(shop, login.body() + "?name=user").body()).isEqualTo("victim");
        assertThat(attacker.user(shop)).isEqualTo("no session");
    }

    @Test
    void aLoginByUrlThatIsInDoubtSendsNoCookie() throws Exception {
        String id = ";jsessionid=" + attacker.cookieValue();
        cluster.proxy().on("UpdateItem").cutBeforeExecution();
        HttpResponse<String> login = victim.get(shop, "/login" + id);
        assertThat(login.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(login)).isEmpty();
    }

    @Test
    void aSessionOfAnotherContextDoesNotGetTheIdOfTheUrl() throws Exception {
        HttpResponse<String> response =
                victim.get(desk, "/set;jsessionid=" + attacker.cookieValue() + "?name=user&value=victim");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(victim.id()).isNotEqualTo(attacker.id());
        assertThat(victim.user(desk)).isEqualTo("victim");
        assertThat(attacker.user(desk)).isEqualTo("no session");
    }

    @Test
    void anIdInDoubtIsTakenFromACookieOnly() throws Exception {
        JettyBrowser owner = JettyBrowser.http1();
        owner.login(shop);
        cluster.proxy().on("UpdateItem").cutBeforeExecution();
        owner.get(shop, "/login");
        cluster.proxy().healAll();
        String inDoubt = owner.cookieValue();
        assertThat(inDoubt.split("~")).hasSize(4);

        cluster.proxy().resetCounts();
        HttpResponse<String> byUrl = victim.get(shop, "/get;jsessionid=" + inDoubt + "?name=user");
        assertThat(byUrl.body()).isEqualTo("no session");
        assertThat(JettyBrowser.setCookies(byUrl)).isEmpty();
        assertThat(cluster.proxy().calls()).isEmpty();
        assertThat(owner.user(shop)).isEqualTo("ann");
    }

    @Test
    void aCookieGoesBeforeTheIdInALink() throws Exception {
        victim.get(shop, "/set?name=user&value=victim");
        HttpResponse<String> response = victim.get(shop, "/get;jsessionid=" + attacker.cookieValue() + "?name=user");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("victim");
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
    }
}
