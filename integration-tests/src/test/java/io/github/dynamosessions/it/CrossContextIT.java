package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A request that one context forwards to another, which looks for a session of its own, also under the ID that the first has made. */
class CrossContextIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final String FORGED = "AAAAAAAAAAAAAAAA.BBBBBB~CCCCCCCCCCCCCCCCCCCCCC";

    private final JettyBrowser browser = JettyBrowser.http1();
    private JettyCluster cluster;
    private JettyContexts contexts;
    private JettyContexts.OneContext shop;

    @BeforeEach
    void start() throws Exception {
        cluster = new JettyCluster(dynamoDb);
        contexts = JettyContexts.start(
                cluster.options().build(), server -> server.getDescendants(ServletContextHandler.class)
                        .forEach(context -> context.setCrossContextDispatchSupported(true)));
        shop = contexts.shop();
        shop.page("/forward", (request, response) -> request.getServletContext()
                .getContext("/desk")
                .getRequestDispatcher(request.getParameter("to"))
                .forward(request, response));
        contexts.desk().page("/set-bob", (request, response) -> {
            request.getSession().setAttribute("user", "bob");
            response.getWriter().print("set");
        });
        contexts.desk().page("/to-shop", (request, response) -> request.getServletContext()
                .getContext("/shop")
                .getRequestDispatcher("/show-and-set")
                .forward(request, response));
        shop.page("/show-and-set", (request, response) -> {
            HttpSession session = request.getSession(false);
            if (session == null) {
                response.getWriter().print("no session");
            } else {
                response.getWriter().print(session.getAttribute("user"));
                session.setAttribute("user", "eve");
            }
        });
        shop.page("/create-and-forward", (request, response) -> {
            request.getSession().setAttribute("user", "ann");
            request.getServletContext()
                    .getContext("/desk")
                    .getRequestDispatcher("/set-bob")
                    .forward(request, response);
        });
        shop.page("/new-login-and-forward", (request, response) -> {
            request.getSession().setAttribute("user", "ann");
            request.changeSessionId();
            request.getServletContext()
                    .getContext("/desk")
                    .getRequestDispatcher("/set-bob")
                    .forward(request, response);
        });
    }

    @AfterEach
    void stop() {
        contexts.close();
        cluster.close();
    }

    @Test
    void aForwardFindsTheSessionOfTheOtherContext() throws Exception {
        browser.login(contexts.desk());
        assertThat(browser.get(shop, "/forward?to=/get&name=user").body()).isEqualTo("ann");
    }

    @Test
    void aForwardThatUsesNoSessionReadsThatOfTheOtherContextAtMost() throws Exception {
        browser.login(contexts.desk());
        cluster.proxy().resetCounts();
        assertThat(browser.get(shop, "/forward?to=/hello").body()).isEqualTo("hello");
        assertThat(cluster.proxy().calls()).isEqualTo(Map.of("GetItem", 1));
    }

    @Test
    void theNewSessionsOfBothContextsHaveTheSameCookie() throws Exception {
        assertBothHaveASession();
    }

    @Test
    void theNewSessionsOfBothContextsHaveTheSameCookieAlsoInPlaceOfAForgedOne() throws Exception {
        browser.forge(FORGED);
        assertBothHaveASession();
        assertThat(browser.id()).doesNotContain("AAAA");
    }

    @Test
    void theNewSessionsOfBothContextsHaveTheSameCookieAlsoIfTheFirstIsRotated() throws Exception {
        assertBothHaveASession("/new-login-and-forward");
    }

    @Test
    void manyForgedCookiesAreTheSameFourInBothContexts() throws Exception {
        browser.forge(IntStream.range(10, 100)
                .mapToObj(i -> FORGED.replace("AAAA", "AA" + i))
                .collect(Collectors.joining("; JSESSIONID=")));
        cluster.proxy().resetCounts();
        assertThat(browser.twin().get(shop, "/forward?to=/get&name=user").body())
                .isEqualTo("no session");
        assertThat(cluster.proxy().calls()).isEqualTo(Map.of("GetItem", 8));

        cluster.proxy().resetCounts();
        assertThat(browser.twin().get(shop, "/set?name=user&value=eve").body()).isEqualTo("set");
        assertThat(cluster.proxy().calls())
                .as("with a look whether the other context has one of the first ID")
                .isEqualTo(Map.of("GetItem", 5, "PutItem", 1));
    }

    /** The other context is asked once, however often the application creates a session. */
    @Test
    void aForgedCookieIsOneReadInEachContext() throws Exception {
        shop.page("/create-again-and-again", (request, response) -> {
            for (int i = 0; i < 10; i++) {
                request.getSession().invalidate();
                request.getSession();
            }
        });
        browser.forge(FORGED);
        cluster.proxy().resetCounts();
        browser.get(shop, "/create-again-and-again");
        assertThat(cluster.proxy().executed())
                .filteredOn(call -> call.body().contains("AAAAAAAAAAAAAAAA"))
                .hasSize(2);
    }

    @Test
    void aRequestThatComesBackToItsContextFindsTheSessionThatItHasMadeThere() throws Exception {
        shop.page("/create-and-come-back", (request, response) -> {
            request.getSession().setAttribute("user", "ann");
            comeBack(request, response);
        });
        assertThat(browser.get(shop, "/create-and-come-back").body()).isEqualTo("ann");
        assertThat(browser.user(shop)).isEqualTo("eve");
        browser.forge(FORGED);
        assertThat(browser.get(shop, "/create-and-come-back").body()).isEqualTo("ann");
        assertThat(browser.user(shop)).isEqualTo("eve");
    }

    @Test
    void aRequestThatComesBackToItsContextFindsWhatItHasChangedThere() throws Exception {
        shop.page("/change-and-come-back", (request, response) -> {
            request.getSession().setAttribute("user", "bob");
            comeBack(request, response);
        });
        browser.login(shop);
        cluster.proxy().resetCounts();
        assertThat(browser.get(shop, "/change-and-come-back").body()).isEqualTo("bob");
        assertThat(cluster.proxy().calls("UpdateItem")).isEqualTo(1);
        assertThat(browser.user(shop)).isEqualTo("eve");
    }

    @Test
    void aRequestThatComesBackToItsContextFindsItsSessionUnderTheNewId() throws Exception {
        shop.page("/rotate-and-come-back", (request, response) -> {
            request.changeSessionId();
            request.getSession().setAttribute("user", "bob");
            comeBack(request, response);
        });
        String old = browser.login(shop);
        assertThat(browser.get(shop, "/rotate-and-come-back").body()).isEqualTo("bob");
        assertThat(browser.id()).isNotEqualTo(old);
        assertThat(browser.user(shop)).isEqualTo("eve");
    }

    @Test
    void aRequestThatComesBackToItsContextFindsNoSessionThatItHasEnded() throws Exception {
        shop.page("/end-and-come-back", (request, response) -> {
            request.getSession().invalidate();
            comeBack(request, response);
        });
        browser.login(shop);
        assertThat(browser.get(shop, "/end-and-come-back").body()).isEqualTo("no session");
        assertThat(browser.get(shop, "/end-and-come-back").body()).isEqualTo("no session");
    }

    /** To the other context, and from there to a page of this one that shows the user and sets another. */
    private void comeBack(HttpServletRequest request, HttpServletResponse response) throws Exception {
        request.getServletContext()
                .getContext("/desk")
                .getRequestDispatcher("/to-shop")
                .forward(request, response);
    }

    private void assertBothHaveASession() throws Exception {
        assertBothHaveASession("/create-and-forward");
    }

    private void assertBothHaveASession(String page) throws Exception {
        HttpResponse<String> response = browser.get(shop, page);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(browser.user(shop)).isEqualTo("ann");
        assertThat(browser.user(contexts.desk())).isEqualTo("bob");
    }
}
