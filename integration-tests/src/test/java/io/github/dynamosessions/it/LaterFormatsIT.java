package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * During a rolling deployment a node meets sessions that a later version of the library has written: it keeps them for the nodes that
 * can read them (F18 of the model's counterexamples).
 */
class LaterFormatsIT extends PageSuite {

    /** What a later version may write. */
    enum Later {
        FORMAT(item -> with(item, "format", AttributeValue.fromN("2"))),
        HEADER_FLAG(item -> withAttribute(item, bytes(0x81, 1, 2, 3))),
        SERIALIZER(item -> withAttribute(item, bytes(0x2A, 1, 2, 3))),
        COMPRESSION(item -> withAttribute(item, bytes(0x42, 9, 0, 0, 0, 3, 1, 2, 3))),
        STORED_FORM(item -> withAttribute(item, AttributeValue.fromSs(List.of("a", "b")))),
        STORED_MAP(item ->
                withAttribute(item, AttributeValue.fromM(Map.of("instant", AttributeValue.fromS("2027-01-01"))))),
        REFERENCE(item -> withAttribute(
                item,
                AttributeValue.fromM(Map.of(
                        "chunkId", AttributeValue.fromS("0f8a6c2e-5b1d-4973-8a0c-3e2d1f4b5a69"),
                        "size", AttributeValue.fromN("20000"),
                        "plainSize", AttributeValue.fromN("20000"),
                        "digest", bytes(1, 2, 3),
                        "chunksExpire", AttributeValue.fromN("4000000000"),
                        "cipher", AttributeValue.fromS("aes")))));

        private final UnaryOperator<Map<String, AttributeValue>> change;

        Later(UnaryOperator<Map<String, AttributeValue>> change) {
            this.change = change;
        }

        Map<String, AttributeValue> of(Map<String, AttributeValue> item) {
            return change.apply(item);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSessionOfALaterVersionIsKeptAndAnswered503(Later later) throws Exception {
        String id = browser.login(other);
        String cookie = browser.cookieValue();
        Map<String, AttributeValue> original = cluster.item(id);
        Map<String, AttributeValue> changed = later.of(original);
        cluster.put(changed);
        for (String page :
                List.of("/get?name=user", "/set?name=user&value=bob", "/rotate", "/logout", "/timeout?seconds=9")) {
            HttpResponse<String> response = browser.get(node, page);
            assertThat(response.statusCode()).as(page).isEqualTo(503);
            assertThat(JettyBrowser.setCookies(response)).isEmpty();
        }
        node.scavenge();
        assertThat(cluster.item(id)).isEqualTo(changed);
        assertThat(node.destroyed()).doesNotContain(id);

        cluster.put(original); // as the node reads it that knows the format
        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(browser.cookieValue()).isEqualTo(cookie);
        assertThat(browser.get(node, "/logout").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void anExpiredSessionOfALaterVersionIsEndedByANodeThatCanNotifyItsListeners(Later later) throws Exception {
        String id = browser.login(other);
        cluster.expireAt(id, System.currentTimeMillis() - 60_000);
        Map<String, AttributeValue> original = cluster.item(id);
        Map<String, AttributeValue> changed = later.of(original);
        cluster.put(changed);
        assertThat(browser.user(node)).isEqualTo("status 503");
        node.scavenge();
        assertThat(cluster.item(id)).isEqualTo(changed);

        cluster.put(original);
        node.scavenge();
        assertThat(cluster.item(id)).isEmpty();
        assertThat(node.destroyed()).containsOnlyOnce(id);
    }

    private static Map<String, AttributeValue> withAttribute(Map<String, AttributeValue> item, AttributeValue value) {
        return with(
                item,
                "attributes",
                AttributeValue.fromM(with(item.get("attributes").m(), "note", value)));
    }

    private static Map<String, AttributeValue> with(
            Map<String, AttributeValue> map, String name, AttributeValue value) {
        Map<String, AttributeValue> changed = new HashMap<>(map);
        changed.put(name, value);
        return changed;
    }

    private static AttributeValue bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
    }
}
