package io.github.dynamosessions.internal.item;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.fixture.StrictFaults;
import io.github.dynamosessions.internal.attribute.AttributeCodec;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * DynamoDB charges whole kilobytes: what we add to a session must leave most of the first one to it. The promise is 300 bytes;
 * the exact figures show by what a change brings an item nearer to them.
 */
class ItemSizeTest {

    private static final long CREATED_MS = Items.T0 + 12_345;
    private static final long LOGIN_MS = CREATED_MS + 98_766;
    private static final long LATER_MS = CREATED_MS + 1_234_567;

    private final ItemCodec codec = codec(true);

    @Test
    void theMetadataOfANewItemIsUnder300BytesBesideItsKey() {
        assertThat(metadataBytes(created())).isEqualTo(253).isLessThan(300);
    }

    @Test
    void soItIsAfterATouch() {
        TrackedSessionData data = created();
        touch(data, LATER_MS);
        save(data);
        assertThat(data.stored().number("accessed")).isEqualTo(LATER_MS);
        assertThat(metadataBytes(data)).isEqualTo(253).isLessThan(300);
    }

    @Test
    void soItIsAfterALogin() {
        TrackedSessionData data = loggedIn();
        assertThat(metadataBytes(data)).isEqualTo(281).isLessThan(300);
    }

    @Test
    void soItIsAfterALoginAndAFewAttributes() {
        TrackedSessionData data = loggedIn();
        data.setAttribute("cart", "pen");
        data.setAttribute("theme", "dark");
        save(data);
        assertThat(metadataBytes(data)).isEqualTo(296).isLessThan(300);
    }

    @Test
    void soItIsAfterALoginWhoseCookieWasRefreshedSince() {
        TrackedSessionData data = loggedIn();
        touch(data, LATER_MS);
        data.setCookieSet(LATER_MS);
        save(data);
        assertThat(data.stored().values()).containsKeys("authenticated", "cookieSet");
        assertThat(metadataBytes(data)).isEqualTo(298).isLessThan(300);
    }

    @Test
    void soItIsAfterALoginAndSoManyAttributesThatTheirVersionsWereDropped() {
        TrackedSessionData data = loggedIn();
        for (int i = 0; i < ItemChange.MAX_VERSIONS; i++) {
            data.setAttribute("name" + i, i);
            save(data);
        }
        assertThat(data.stored().versions()).isZero();
        assertThat(metadataBytes(data)).isEqualTo(287).isLessThan(300);
    }

    @Test
    void withoutExpiryEventsItIs30BytesLess() {
        assertThat(metadataBytes(created(codec(false)))).isEqualTo(223);
    }

    private TrackedSessionData created() {
        return created(codec);
    }

    /** As the Javalin plugin stores it: at the root, with a worker name of eight characters. */
    private static TrackedSessionData created(ItemCodec codec) {
        TrackedSessionData data = codec.newSession("", CREATED_MS, CREATED_MS, CREATED_MS, Items.IDLE_MS);
        data.setCookie(Items.COOKIE);
        data.calcAndSetExpiry(CREATED_MS);
        data.setCookieSet(CREATED_MS);
        data.setLastNode("n1q2w3e4");
        data.setCreated(codec.encode(data).item());
        return data;
    }

    /** As an application does it: another ID, and who it is. */
    private TrackedSessionData loggedIn() {
        TrackedSessionData data = created();
        data.rotate(Items.COOKIE.rotated(), LOGIN_MS);
        data.calcAndSetExpiry(LOGIN_MS);
        data.setCookieSet(LOGIN_MS - 1); // Jetty: when the request began
        data.setAttribute("user", "ada");
        save(data);
        return data;
    }

    private static void touch(TrackedSessionData data, long nowMs) {
        data.setLastAccessed(data.getAccessed());
        data.setAccessed(nowMs);
        data.calcAndSetExpiry(nowMs);
    }

    private void save(TrackedSessionData data) {
        data.setSaved(codec.changes(data));
    }

    private static ItemCodec codec(boolean indexed) {
        return new ItemCodec(
                Items.SCHEMA,
                new SessionScope("", "/", "0.0.0.0"),
                new AttributeCodec(null, List.of(), 1_024),
                new Lifetimes(-1, 0, InstantSource.system()),
                new ValueLimits(8_192, 4_194_304),
                indexed,
                Items::noChunks,
                new StrictFaults());
    }

    /** All but the value of the key and the session's attributes. */
    private static long metadataBytes(TrackedSessionData data) {
        Map<String, AttributeValue> values = new HashMap<>(data.stored().values());
        values.put("sessionId", Items.text(""));
        values.put("attributes", AttributeValue.fromM(Map.of()));
        return ItemSize.of(values);
    }

    /** A value of each type, and the bytes that DynamoDB counts for it. */
    @Test
    void theSizeOfAValueIsAsDocumented() {
        assertThat(ItemSize.of(Items.text("aü€😀"))).isEqualTo(1 + 2 + 3 + 4);
        assertThat(ItemSize.of(Items.number("7"))).isEqualTo(2);
        assertThat(ItemSize.of(Items.number("0"))).isEqualTo(1);
        assertThat(ItemSize.of(Items.number("100"))).isEqualTo(2);
        assertThat(ItemSize.of(Items.number("123"))).isEqualTo(3);
        assertThat(ItemSize.of(Items.number("-7"))).isEqualTo(3);
        assertThat(ItemSize.of(Items.number("1800000"))).isEqualTo(3);
        assertThat(ItemSize.of(Items.number("1767225600000"))).isEqualTo(6);
        assertThat(ItemSize.of(Items.number("1767225612345"))).isEqualTo(8);
        assertThat(ItemSize.of(AttributeValue.fromBool(true))).isEqualTo(1);
        assertThat(ItemSize.of(AttributeValue.fromB(SdkBytes.fromByteArray(new byte[9]))))
                .isEqualTo(9);
        assertThat(ItemSize.of(AttributeValue.fromM(Map.of("long", Items.number("7")))))
                .isEqualTo(3 + 1 + 4 + 2);
        assertThat(ItemSize.of(AttributeValue.fromL(List.of(Items.text("ab"), Items.text("c")))))
                .isEqualTo(3 + 2 + 3);
    }
}
