package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions with large attributes, on two nodes. */
@ParameterizedClass
@EnumSource(PageServer.class)
class JettyLargeAttributesIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    @Parameter
    PageServer server;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String PHOTO = "?name=photo&bytes=1000000&seed=";

    private final JettyBrowser browser = JettyBrowser.http1();
    private JettyCluster cluster;
    private PageNode node;
    private PageNode other;

    @BeforeEach
    void start() throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        node = cluster.start();
        other = cluster.start();
        BigPages.addTo(node);
        BigPages.addTo(other);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 300_000, 1_000_000, 2_500_000, 4_000_000})
    void aBigValueComesBackOnTheOtherNode(int bytes) throws Exception {
        String id = browser.login(node);
        String photo = "?name=photo&bytes=" + bytes + "&seed=1";
        assertThat(browser.get(node, "/fill" + photo).statusCode()).isEqualTo(200);
        assertThat(browser.get(other, "/check" + photo).body()).isEqualTo("same");
        assertThat(browser.user(other)).isEqualTo("ann");
        assertThat(cluster.item(id).toString()).hasSizeLessThan(3_000);
        assertThat(cluster.chunks()).hasSize((bytes + 1 + 380 * 1024 - 1) / (380 * 1024));
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 300_000, 1_000_000, 2_500_000})
    void aBigTextThatShrinksStaysInTheItem(int bytes) throws Exception {
        browser.login(node);
        String length = browser.get(node, "/text?name=text&bytes=" + bytes).body();
        assertThat(browser.get(other, "/get?name=text").body()).hasSize(Integer.parseInt(length));
        assertThat(cluster.chunks().size()).isLessThanOrEqualTo(1);
    }

    @Test
    void aRequestThatDoesNotAskForABigValueDoesNotReadIt() throws Exception {
        browser.login(node);
        browser.get(node, "/fill" + PHOTO + 1);
        cluster.proxy().resetCounts();
        browser.user(other);
        browser.get(other, "/set?name=user&value=ben");
        assertThat(cluster.proxy().calls()).containsOnlyKeys("GetItem", "UpdateItem");
    }

    @Test
    void aReplacedARemovedAndALoggedOutValueLeaveNothing() throws Exception {
        browser.login(node);
        browser.get(node, "/fill" + PHOTO + 1);
        browser.get(other, "/fill" + PHOTO + 2);
        assertThat(browser.get(node, "/check" + PHOTO + 2).body()).isEqualTo("same");
        assertThat(cluster.chunks()).hasSize(3);
        browser.get(node, "/remove?name=photo");
        assertThat(cluster.chunks()).isEmpty();
        assertThat(browser.get(other, "/get?name=photo").body()).isEqualTo("null");
        browser.get(other, "/fill" + PHOTO + 3);
        browser.get(node, "/logout");
        assertThat(cluster.chunks()).isEmpty();
    }

    @Test
    void bigValuesStayWithTheSessionWhenItGetsANewId() throws Exception {
        browser.login(node);
        browser.get(node, "/fill" + PHOTO + 1);
        node.page("/login", (request, response) -> {
            request.getSession().setAttribute("draft", BigPages.random(500_000, 2));
            request.changeSessionId();
        });
        cluster.proxy().resetCounts();
        browser.get(node, "/login");
        assertThat(cluster.proxy().calls()).doesNotContainKey("BatchGetItem");
        assertThat(browser.get(other, "/check" + PHOTO + 1).body()).isEqualTo("same");
        assertThat(browser.get(other, "/check?name=draft&bytes=500000&seed=2").body())
                .isEqualTo("same");
        assertThat(cluster.chunks()).hasSize(3 + 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRequestReadsWhatAnotherHasPutInPlaceOfAValueUnlessTheIdIsNew(boolean rotated) throws Exception {
        String id = browser.login(node);
        browser.get(node, "/fill" + PHOTO + 1);
        GatedPage slow = new GatedPage(1, BigPages::check);
        node.page("/slow-check", slow);
        JettyBrowser twin = browser.twin();
        CompletableFuture<HttpResponse<String>> answer = twin.getLater(node, "/slow-check" + PHOTO + 2);
        slow.awaitBegun();
        browser.get(other, "/fill" + PHOTO + 2);
        if (rotated) {
            browser.get(other, "/rotate");
            assertThat(browser.id()).isNotEqualTo(id);
        }
        slow.open();

        assertThat(answer).succeedsWithin(PATIENCE).satisfies(response -> {
            assertThat(response.statusCode()).isEqualTo(rotated ? 503 : 200); // its cookie opens nothing any more
            if (!rotated) {
                assertThat(response.body()).isEqualTo("same");
            }
        });
        assertThat(browser.get(other, "/check" + PHOTO + 2).body()).isEqualTo("same");
    }

    @Test
    void anExpiredSessionLeavesNothingAfterTheNextTurnOfHousekeeping() throws Exception {
        String id = browser.login(node);
        browser.get(node, "/fill" + PHOTO + 1);
        cluster.expireAt(id, System.currentTimeMillis() - 120_000);
        cluster.scavenge();
        assertThat(cluster.destroyed()).containsExactly(id);
        cluster.scavenge();
        assertThat(cluster.chunks()).isEmpty();
    }
}
