package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HashSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the client gets when the session cannot be saved. */
@ParameterizedClass
@EnumSource(PageServer.class)
class JettyResponsesIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    @Parameter
    PageServer server;

    private static final String UNAVAILABLE = "The session store is unavailable for the moment. Please try again.\n";

    private static final byte[] A_MEGABYTE = new byte[1_000_000];

    private static final Executor ONCE_THE_SERVLET_HAS_RETURNED =
            CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

    private static JettyCluster cluster;
    private static PageNode node;
    private static PageNode other;

    @BeforeParameterizedClassInvocation
    static void start(PageServer server) throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        Arrays.fill(A_MEGABYTE, (byte) 'a');
        node = cluster.start();
        addPages(node);
        addPagesOfBigValues(node);
        other = cluster.start();
        addPages(other);
    }

    @AfterEach
    void heal() {
        cluster.proxy().healAll();
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        cluster.close();
    }

    private static void addPages(PageNode node) {
        node.page("/small", (request, response) -> {
            request.getInputStream().readAllBytes(); // or Jetty may close the connection, whatever it answers
            change(request);
            response.getWriter().print("fine");
        });
        node.page("/empty", (request, response) -> change(request));
        node.page("/large", (request, response) -> {
            change(request);
            response.setContentLength(A_MEGABYTE.length);
            response.getOutputStream().write(A_MEGABYTE);
        });
        node.page("/chunked", (request, response) -> {
            change(request);
            for (int i = 0; i < 10; i++) {
                response.getOutputStream().write(A_MEGABYTE, 0, 10_000);
                response.flushBuffer();
            }
        });
        JettyPage change = (request, response) -> change(request);
        node.servlet().putLater("/async", change, () -> CompletableFuture.supplyAsync(() -> "fine"));
        node.servlet()
                .putLater(
                        "/later",
                        change,
                        () -> CompletableFuture.supplyAsync(() -> "fine", ONCE_THE_SERVLET_HAS_RETURNED));
        node.page("/missing", (request, response) -> {
            change(request);
            response.sendError(404);
        });
        node.page("/sorry", (request, response) -> response.getWriter().print("sorry"));
        node.page("/cookie", (request, response) -> {
            change(request);
            response.addCookie(new Cookie("theme", "dark"));
            response.getWriter().print("fine");
        });
        node.page("/redirect", (request, response) -> {
            change(request);
            response.sendRedirect("/small");
        });
        node.page("/late-logout", (request, response) -> {
            response.getOutputStream().print("the first part");
            response.flushBuffer();
            request.getSession().invalidate();
            response.getOutputStream().print("the second part");
        });
        node.page("/late-logout-caught", (request, response) -> {
            response.getOutputStream().print("the first part");
            response.flushBuffer();
            try {
                request.getSession().invalidate();
            } catch (Error e) {
                response.getOutputStream().print("the second part");
            }
        });
    }

    /** A big value is read when the application asks for it. */
    private static void addPagesOfBigValues(PageNode node) {
        node.page("/fill", (request, response) -> request.getSession().setAttribute("big", BigPages.random(20_000, 1)));
        node.page("/late-read", (request, response) -> {
            response.getOutputStream().print("the first part");
            response.flushBuffer();
            request.getSession().getAttribute("big");
            response.getOutputStream().print("the second part");
        });
    }

    private static void change(HttpServletRequest request) {
        request.getSession().setAttribute("changed", System.nanoTime());
    }

    static Stream<Arguments> responses() {
        return Arrays.stream(Version.values()).flatMap(version -> Stream.of(
                        "GET /small",
                        "GET /empty",
                        "GET /large",
                        "GET /chunked",
                        "GET /async",
                        "GET /later",
                        "GET /missing",
                        "GET /cookie",
                        "GET /redirect",
                        "HEAD /small",
                        "HEAD /large",
                        "POST /small")
                .map(request -> Arguments.of(request, version)));
    }

    @ParameterizedTest(name = "{0} over {1}")
    @MethodSource("responses")
    void aSessionThatIsNotSavedIsAnswered503AndTheConnectionGoesOn(String request, Version version) throws Exception {
        String method = request.split(" ")[0];
        String path = request.split(" ")[1];
        JettyBrowser browser = JettyBrowser.of(version);
        browser.login(node);
        int served = node.servlet().clientPorts().size();
        cluster.proxy().on("UpdateItem").fail();

        HttpResponse<String> response = browser.send(node, path, method);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.version()).isEqualTo(version);
        assertThat(response.headers().firstValue("Retry-After")).contains("2");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.headers().firstValue("Location")).isEmpty();
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
        assertThat(response.body()).isEqualTo(method.equals("HEAD") ? "" : UNAVAILABLE);

        cluster.proxy().healAll();
        for (PageNode each : new PageNode[] {node, other}) {
            assertThat(browser.user(each)).isEqualTo("ann");
            assertThat(browser.get(each, "/get?name=changed").body()).isEqualTo("null");
        }
        for (PageNode each : new PageNode[] {node, other}) {
            assertThat(browser.send(each, path, method).statusCode()).isNotEqualTo(503);
            assertThat(browser.get(each, "/get?name=changed").body()).isNotEqualTo("null");
        }
        assertThat(new HashSet<>(node.servlet()
                        .clientPorts()
                        .subList(served, node.servlet().clientPorts().size())))
                .hasSize(1);
    }

    @Test
    void aNewSessionThatIsNotSavedSetsNoCookie() throws Exception {
        cluster.proxy().on("PutItem").fail();
        HttpResponse<String> response = JettyBrowser.http1().get(node, "/small");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
    }

    @Test
    void aClientThatWantsJsonGetsJson() throws Exception {
        cluster.proxy().on("PutItem").fail();
        HttpResponse<String> response = JettyBrowser.http1().send(node, "/small", "GET", "Accept", "application/json");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body()).startsWith("{\"status\":503,").endsWith("}");
    }

    @ParameterizedTest(name = "over {0}")
    @EnumSource
    void aResponseUnderWayIsBrokenOffIfALogoutFails(Version version) throws Exception {
        cluster.proxy().on(StoreUpdate.END).fail();
        assertIsBrokenOff(version, "/late-logout");
    }

    @ParameterizedTest(name = "over {0}")
    @EnumSource
    void aResponseUnderWayIsBrokenOffIfALogoutFailsAndTheApplicationIgnoresIt(Version version) throws Exception {
        cluster.proxy().on(StoreUpdate.END).fail();
        assertIsBrokenOff(version, "/late-logout-caught");
    }

    @ParameterizedTest(name = "over {0}")
    @EnumSource
    void aResponseUnderWayIsBrokenOffIfAValueCannotBeRead(Version version) throws Exception {
        JettyBrowser browser = JettyBrowser.of(version);
        browser.login(node);
        assertThat(browser.get(node, "/fill").statusCode()).isEqualTo(200);
        cluster.proxy().on("BatchGetItem").fail();
        assertThatThrownBy(() -> browser.get(node, "/late-read")).isInstanceOf(IOException.class);
        cluster.proxy().healAll();
        assertThat(browser.get(node, "/late-read").body()).isEqualTo("the first partthe second part");
    }

    private static void assertIsBrokenOff(Version version, String path) throws Exception {
        JettyBrowser browser = JettyBrowser.of(version);
        browser.login(node);
        assertThatThrownBy(() -> browser.get(node, path)).isInstanceOf(IOException.class);
        assertThat(browser.user(other)).isEqualTo("ann");
    }
}
