package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionOptions.OnReadFailure;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jetty.server.HttpConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a request costs does not depend on how many cookies its client sends. */
class HostileCookiesIT extends PageSuite {

    private static final String NAME = "; JSESSIONID=";
    private static final int MANY = 500;

    @BeforeEach
    void takeLongHeaders() {
        takeLongHeaders(other);
    }

    @Test
    void fiveHundredCookiesAreFourReads() throws Exception {
        browser.forge(many(MANY, HostileCookiesIT::forged));
        assertThat(callsOf(other, "/get?name=user")).isEqualTo(Map.of("GetItem", 4));
        assertThat(callsOf(other, "/hello")).isEqualTo(Map.of("GetItem", 4));
        assertThat(callsOf(other, "/set?name=user&value=eve")).isEqualTo(Map.of("GetItem", 4, "PutItem", 1));
    }

    @Test
    void theSameForgedCookieFiveHundredTimesIsOneRead() throws Exception {
        browser.forge(many(MANY, i -> forged(1)));
        assertThat(callsOf(other, "/get?name=user")).isEqualTo(Map.of("GetItem", 1));
        assertThat(callsOf(other, "/set?name=user&value=eve")).isEqualTo(Map.of("GetItem", 1, "PutItem", 1));
    }

    @Test
    void fourHundredCookiesInDoubtAreFourReadsAndNoWrite() throws Exception {
        browser.forge(many(400, i -> forged(i) + "~BBBBBB~CCCCCCCCCCCCCCCCCCCCCC"));
        assertThat(callsOf(other, "/get?name=user")).isEqualTo(Map.of("GetItem", 4));
        assertThat(callsOf(other, "/hello")).isEqualTo(Map.of("GetItem", 4));
    }

    /** Their client has a session, so it may complete a rotation: one, after which none of the others opens it any more. */
    @Test
    void fourHundredCookiesInDoubtOfALiveSessionAreFourReadsAndOneWrite() throws Exception {
        browser.login(other);
        String[] own = browser.cookieValue().split("[.~]");
        browser.forge(many(400, i -> own[0] + "." + number(i, 6) + "~" + number(i, 22) + "~" + own[1] + "~" + own[2]));
        assertThat(callsOf(other, "/get?name=user")).isEqualTo(Map.of("GetItem", 4, "UpdateItem", 1));
    }

    @Test
    void aSessionIsFoundBehindThreeForgedCookiesAndBeforeFourHundred() throws Exception {
        browser.login(other);
        String own = browser.cookieValue();
        browser.forge(many(3, HostileCookiesIT::forged) + NAME + own + NAME + many(400, i -> forged(i + 10)));
        assertThat(callsOf(other, "/get?name=user")).isEqualTo(Map.of("GetItem", 4));
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void cookiesThatAreNoneOfOursDoNotCount() throws Exception {
        browser.login(other);
        String own = browser.cookieValue();
        browser.forge(many(MANY, i -> "other-container-" + i) + NAME + own);
        assertThat(callsOf(other, "/get?name=user")).isEqualTo(Map.of("GetItem", 1));
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void aRequestThatGoesOnWithoutItsSessionAsksForNoOther() throws Exception {
        try (PageNode unconcerned =
                start(patient().onReadFailure(OnReadFailure.NEW_SESSION).build())) {
            takeLongHeaders(unconcerned);
            browser.forge(many(MANY, HostileCookiesIT::forged));
            cluster.proxy().on("GetItem").fail();
            assertThat(callsOf(unconcerned, "/get?name=user")).isEqualTo(Map.of("GetItem", 1));
            assertThat(callsOf(unconcerned, "/set?name=user&value=eve")).isEqualTo(Map.of("GetItem", 1, "PutItem", 1));
        }
    }

    private Map<String, Integer> callsOf(PageNode node, String pathAndQuery) throws Exception {
        JettyBrowser client = browser.twin();
        cluster.proxy().resetCounts();
        HttpResponse<String> response = client.get(node, pathAndQuery);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        client.getWithoutCookie(node, "/hello"); // over the same connection: the first request is complete then
        return cluster.proxy().calls();
    }

    /** Jetty's default of 8 KB bounds the count too, at about 140. */
    private static void takeLongHeaders(PageNode node) {
        node.server().getConnectors()[0].getConnectionFactories().stream()
                .filter(HttpConfiguration.ConnectionFactory.class::isInstance)
                .map(HttpConfiguration.ConnectionFactory.class::cast)
                .forEach(http -> http.getHttpConfiguration().setRequestHeaderSize(64 * 1024));
    }

    private static String many(int count, IntFunction<String> cookie) {
        return IntStream.range(0, count).mapToObj(cookie).collect(Collectors.joining(NAME));
    }

    private static String forged(int i) {
        return number(i, 16) + ".AAAAAA~CCCCCCCCCCCCCCCCCCCCCC";
    }

    private static String number(int i, int chars) {
        return String.format("%0" + chars + "d", i);
    }
}
