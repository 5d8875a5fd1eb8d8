package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Sessions that can never be written, or never be read again. */
@ParameterizedClass
@EnumSource(PageServer.class)
class JettyUnstorableIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    @Parameter
    PageServer server;

    private final JettyBrowser browser = JettyBrowser.http1();
    private final JettyLogs logs = JettyLogs.capture();
    private JettyCluster cluster;
    private PageNode node;
    private PageNode other;

    @BeforeEach
    void start() throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        node = cluster.start();
        other = cluster.start();
        node.page("/unstorable", (request, response) -> {
            request.getSession().setAttribute("good", "value");
            request.getSession().setAttribute("bad", new Unstorable());
            response.getWriter().print("fine");
        });
        node.page("/reluctant", (request, response) -> {
            request.getSession().setAttribute("good", "value");
            request.getSession().setAttribute("bad", new ReluctantAttribute("not as an answer"));
            response.getWriter().print("fine");
        });
        node.page("/huge", (request, response) -> {
            request.getSession().setAttribute("good", "value");
            request.getSession().setAttribute("huge", BigPages.random(5_000_000, 1));
            response.getWriter().print("fine");
        });
        node.page("/many", (request, response) -> {
            for (int i = 0; i < 60; i++) { // each too small for chunks, and together too many for an item
                request.getSession().setAttribute("many" + i, BigPages.random(7_000 + i, i));
            }
        });
        node.page(
                "/list", (request, response) -> request.getSession().setAttribute("list", new ArrayList<>(List.of(1))));
        node.page("/unstorable-rotation", (request, response) -> {
            request.getSession().setAttribute("bad", new Unstorable());
            request.changeSessionId();
        });
    }

    @AfterEach
    void stop() {
        logs.close();
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/unstorable", "/huge", "/many", "/reluctant"})
    void aSessionThatCannotBeStoredIsAnswered500AndNothingOfItsChangesIsStored(String page) throws Exception {
        String id = browser.login(other);
        var stored = cluster.item(id);
        HttpResponse<String> response = browser.get(node, page);
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("The session could not be saved.\n");
        assertThat(response.headers().firstValue("Retry-After")).isEmpty();
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
        assertThat(browser.user(other)).isEqualTo("ann");
        assertThat(cluster.item(id)).isEqualTo(stored);
        assertThat(node.store().statistics().getFailedSaves()).isEqualTo(1);
        assertThat(node.store().statistics().getLostChanges()).isZero();
    }

    @Test
    void aSessionThatCannotBeStoredWithItsNewIdGoesOnUnderTheOldOne() throws Exception {
        String oldId = browser.login(other);
        HttpResponse<String> response = browser.get(node, "/unstorable-rotation");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
        assertThat(browser.user(other)).isEqualTo("ann");
        assertThat(cluster.attributes(oldId)).containsOnlyKeys("user");
    }

    @Test
    void anAttributeThatCannotBeStoredIsNamedInTheLog() throws Exception {
        browser.login(other);
        browser.get(node, "/unstorable");
        assertThat(logs.with("ERROR")).anySatisfy(line -> assertThat(line)
                .contains("session attribute 'bad' of " + Unstorable.class.getName() + " cannot be stored"));
        assertThat(logs.with(browser.id())).isEmpty();
    }

    @Test
    void anItemThatWouldBeTooBigIsNamedInTheLogWithItsLargestAttributes() throws Exception {
        browser.login(other);
        browser.get(node, "/many");
        assertThat(logs.with("DynamoDB's limit is 409600")).singleElement().satisfies(line -> assertThat(line)
                .startsWith("ERROR A session was not saved, and its request is answered 500")
                .containsPattern("the item takes 4[23]\\d{4} bytes")
                .endsWith("its largest attributes are 'many59' with 7060, 'many58' with 7059, 'many57' with 7058"));
    }

    @Test
    void anAttributeThatThrowsWhenItIsToBeStoredIsLoggedOnceWithWhatItThrows() throws Exception {
        browser.login(node);
        assertThat(browser.get(node, "/reluctant").statusCode()).isEqualTo(500);
        assertThat(browser.user(node)).as("the next request on this connection").isEqualTo("ann");
        assertThat(logs.with("not as an answer")).singleElement().satisfies(line -> assertThat(line)
                .startsWith("ERROR A session was not saved, and its request is answered 500"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/unstorable", "/reluctant"})
    void aNewSessionThatCannotBeStoredIsNotStoredAtAll(String page) throws Exception {
        HttpResponse<String> response = browser.get(node, page);
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
        assertThat(cluster.proxy().executed("PutItem")).isZero();
        assertThat(browser.get(node, page).statusCode()).isEqualTo(500);
        assertThat(browser.get(node, "/hello").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"corrupt bytes", "class gone"})
    void aSessionThatCannotBeReadIsRemovedOnceAndTheUserGetsAFreshOne(String damage) throws Exception {
        String id = browser.login(other);
        browser.get(node, "/list");
        damage(id, damage);
        cluster.proxy().resetCounts();

        assertThat(browser.user(node)).isEqualTo("no session");
        assertThat(cluster.item(id)).isEmpty();
        assertThat(cluster.proxy().executed(StoreUpdate.END)).isEqualTo(1);
        assertThat(node.store().statistics().getUnreadableSessions()).isEqualTo(1);

        browser.login(other);
        assertThat(browser.id()).isNotEqualTo(id);
        assertThat(browser.user(other)).isEqualTo("ann");
        assertThat(node.store().statistics().getUnreadableSessions()).isEqualTo(1);
        assertThat(cluster.proxy().executed(StoreUpdate.END)).isEqualTo(1);
        assertOneWarning(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown format", "unknown serializer"})
    void aSessionThatAnotherVersionCanReadIsKeptAndItsRequestIsAnswered503(String damage) throws Exception {
        String id = browser.login(other);
        browser.get(node, "/list");
        Map<String, AttributeValue> before = cluster.item(id);
        damage(id, damage);

        HttpResponse<String> answer = browser.get(node, "/get?name=user");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(answer)).isEmpty();
        assertThat(node.store().statistics().getUnreadableSessions()).isZero();
        cluster.put(before);
        assertThat(browser.user(node)).isEqualTo("ann");
    }

    @Test
    void theRequestThatMeetsASessionThatCannotBeReadMayCreateAnother() throws Exception {
        String id = browser.login(other);
        browser.get(node, "/list");
        damage(id, "corrupt bytes");
        cluster.proxy().resetCounts();

        assertThat(browser.get(node, "/set?name=cart&value=book").statusCode()).isEqualTo(200);
        assertThat(browser.id()).isNotEqualTo(id);
        assertThat(cluster.attributes(browser.id())).containsOnlyKeys("cart");
        assertThat(cluster.item(id)).isEmpty();
        assertThat(cluster.proxy().executed(StoreUpdate.END)).isEqualTo(1);
    }

    @Test
    void oneThatCannotBeRemovedNowIsRemovedLater() throws Exception {
        String id = browser.login(other);
        browser.get(node, "/list");
        damage(id, "corrupt bytes");
        cluster.proxy().on(StoreUpdate.END).fail();
        assertThat(browser.user(node)).isEqualTo("no session");
        assertThat(logs.with("An unreadable session is not removed yet")).hasSize(1);
        assertThat(node.store().statistics().getUnreadableSessions()).isZero();
        cluster.proxy().healAll();

        assertThat(browser.user(node)).isEqualTo("no session");
        assertThat(cluster.item(id)).isEmpty();
        assertThat(node.store().statistics().getUnreadableSessions()).isEqualTo(1);
        assertOneWarning(id);
    }

    @Test
    void ofRequestsThatMeetItAtOnceOneRemovesItAndTells() throws Exception {
        String id = browser.login(other);
        browser.get(node, "/list");
        damage(id, "corrupt bytes");
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        Fault reading = cluster.proxy().on("GetItem").hang();
        for (int i = 0; i < 6; i++) {
            answers.add(browser.twin().getLater(i % 2 == 0 ? node : other, "/get?name=user"));
        }
        await().until(() -> reading.callsMet() == 6);
        reading.heal();

        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.join().body()).isEqualTo("no session");
        }
        assertThat(cluster.item(id)).isEmpty();
        assertThat(node.store().statistics().getUnreadableSessions()
                        + other.store().statistics().getUnreadableSessions())
                .isEqualTo(1);
        assertOneWarning(id);
    }

    @Test
    void theEndOfASessionThatCannotBeReadIsNoErrorOfHousekeeping() throws Exception {
        String id = browser.login(other);
        browser.get(node, "/list");
        damage(id, "class gone");
        cluster.expireAt(id, System.currentTimeMillis() - 1_000);
        node.scavenge();
        assertThat(cluster.item(id)).isEmpty();
        assertThat(logs.with("Session " + id + " has expired and is unreadable"))
                .hasSize(1);
    }

    @Test
    void anExpiredSessionThatOneNodeCannotReadLivesIfAnotherThatCanHasProlongedIt() throws Exception {
        String id = browser.login(other);
        browser.get(node, "/list");
        damage(id, "class gone"); // after a deployment, on one node only
        cluster.expireAt(id, System.currentTimeMillis() - 1_000);
        Fault deleting = cluster.proxy().on(StoreUpdate.END).hang();
        CompletableFuture<Void> turn = CompletableFuture.runAsync(() -> {
            try {
                node.scavenge();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> deleting.callsMet() == 1);
        cluster.expireAt(id, System.currentTimeMillis() + 600_000);
        deleting.heal();
        turn.join();
        assertThat(cluster.item(id)).isNotEmpty();
        assertThat(logs.with("unreadable")).isEmpty();
    }

    @Test
    void aDeleteNeverDeserializes() throws Exception {
        String id = browser.login(other);
        damage(id, "corrupt bytes");
        cluster.proxy().resetCounts();
        assertThat(node.store().delete(id)).isTrue();
        assertThat(cluster.proxy().calls()).isEqualTo(Map.of("GetItem", 1, "UpdateItem", 1));
    }

    private void assertOneWarning(String id) throws Exception {
        String warning = "Session " + id + " is unreadable and was removed";
        assertThat(logs.with(warning)).singleElement().satisfies(line -> assertThat(line)
                .startsWith("WARN " + warning)
                .doesNotContain("\n"));
    }

    private void damage(String id, String damage) {
        Map<String, AttributeValue> item = new HashMap<>(cluster.item(id));
        Map<String, AttributeValue> attributes =
                new HashMap<>(item.get("attributes").m());
        switch (damage) {
            case "corrupt bytes" -> attributes.put("list", binary(new byte[] {1, 0, 3}));
            case "class gone" -> {
                String bytes = new String(attributes.get("list").b().asByteArray(), StandardCharsets.ISO_8859_1);
                attributes.put(
                        "list", binary(bytes.replace("ArrayList", "ArrayGone").getBytes(StandardCharsets.ISO_8859_1)));
            }
            case "unknown format" -> item.put("format", AttributeValue.fromN("2"));
            default -> attributes.put("list", binary(new byte[] {63, 2, 3}));
        }
        item.put("attributes", AttributeValue.fromM(attributes));
        cluster.put(item);
    }

    private static AttributeValue binary(byte[] bytes) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
    }

    private static final class Unstorable {}
}
