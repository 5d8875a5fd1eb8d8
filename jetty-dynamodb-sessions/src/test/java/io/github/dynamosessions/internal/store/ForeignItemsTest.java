package io.github.dynamosessions.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.ChunksInTable;
import io.github.dynamosessions.fixture.LargeAttributeValues;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.store.SessionStore.Reading;
import io.github.dynamosessions.internal.store.StoreUnderTest.Options;
import io.github.dynamosessions.spi.SessionMetrics.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;

/** Items that no node of this version has written: corrupt ones stop nothing, those of other versions are left alone. */
class ForeignItemsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final AttributeValue LATER = AttributeValue.fromN("2");

    private final String table = dynamoDb.newTableName();
    private final StoreUnderTest node = StoreUnderTest.of(dynamoDb.client(), table, Options.INDEXED);
    private final List<TrackedSessionData> ended = new ArrayList<>();

    @AfterEach
    void stop() {
        node.close();
    }

    /** What a session is damaged with. */
    enum Damage {
        TIME_OF_ANOTHER_TYPE("expiry", AttributeValue.fromS("soon")),
        HUGE_TIME("cookieSet", AttributeValue.fromN("9223372036854775807")),
        HUGE_NUMBER("accessed", AttributeValue.fromN("9.9E+125")),
        NO_NUMBER("version", AttributeValue.fromBool(true)),
        HUGE_VERSION("version", AttributeValue.fromN("9223372036854775807")),
        NEGATIVE_VERSION("idVersion", AttributeValue.fromN("-1")),
        NO_MAP("versions", AttributeValue.fromL(List.of())),
        BROKEN_VERSIONS("versions", AttributeValue.fromM(Map.of("user", AttributeValue.fromS("x")))),
        HUGE_TIMEOUT("maxInactive", AttributeValue.fromN("9223372036854775807")),
        NO_FORMAT("format", AttributeValue.fromS("1")),
        NO_ATTRIBUTES("attributes", AttributeValue.fromS("none")),
        BROKEN_REFERENCE(
                "attributes",
                AttributeValue.fromM(Map.of(
                        "photo", AttributeValue.fromM(Map.of("chunkId", AttributeValue.fromS("other:chunk|x"))))));

        private final String name;
        private final AttributeValue value;

        Damage(String name, AttributeValue value) {
            this.name = name;
            this.value = value;
        }
    }

    private void damage(SessionCookie cookie, Damage damage) {
        node.damage(cookie, damage.name, damage.value);
    }

    private void scavenge() {
        node.store.scavenge(System.currentTimeMillis(), ended::add);
    }

    @ParameterizedTest
    @EnumSource
    void aCorruptItemIsRemovedByTheRequestThatReadsItAndAnotherSessionMayTakeItsPlace(Damage damage) {
        SessionCookie cookie = node.create(Map.of("user", "ann"));
        damage(cookie, damage);

        assertThat(node.reading(cookie)).isEqualTo(Reading.ABSENT);
        assertThat(node.item(cookie).isLive()).isFalse();

        try (StoreUnderTest desk = StoreUnderTest.ofContext(dynamoDb.client(), table, "/desk", Options.INDEXED)) {
            desk.store.save(desk.newSession(cookie, Map.of()));
            TrackedSessionData joining = node.newSession(cookie, Map.of("user", "ben"));
            assertThat(node.store.saveJoining(joining, List.of(desk.store), ended::add))
                    .isTrue();
        }
        assertThat(node.attributes(cookie)).containsExactly(Map.entry("user", "ben"));
    }

    @ParameterizedTest
    @EnumSource
    void aWriteThatMeetsACorruptItemEndsAndSoDoesTheItem(Damage damage) {
        for (Consumer<TrackedSessionData> change : List.<Consumer<TrackedSessionData>>of(
                data -> data.setAttribute("user", "ben"),
                data -> data.setMaxInactiveMs(60_000),
                data -> data.rotate(data.cookie().rotated(), System.currentTimeMillis()))) {
            SessionCookie cookie = node.create(Map.of("user", "ann"));
            TrackedSessionData data = node.read(cookie);
            change.accept(data);
            data.setDirty(true);
            node.answers.beforeNext("UpdateItem", () -> damage(cookie, damage));

            node.store.save(data);

            assertThat(node.reading(data.cookie())).isNotNull();
            assertThat(node.reading(cookie)).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCreationThatMeetsACorruptItemTakesItsPlace(Damage damage) {
        SessionCookie cookie = node.create(Map.of("user", "ann"));
        damage(cookie, damage);

        assertThat(node.store.save(node.newSession(cookie, Map.of("user", "ben"))))
                .isTrue();

        assertThat(node.attributes(cookie)).containsEntry("user", "ben");
    }

    @ParameterizedTest
    @EnumSource
    void aLogoutEndsACorruptItem(Damage damage) {
        SessionCookie cookie = node.create(Map.of("user", "ann"));
        TrackedSessionData data = node.read(cookie);
        node.answers.beforeNext("UpdateItem", () -> damage(cookie, damage));

        assertThat(node.store.end(data)).isTrue();

        assertThat(node.item(cookie).isLive()).isFalse();
        assertThat(data.getAttribute("user")).as("for its listeners").isEqualTo("ann");
    }

    @ParameterizedTest
    @EnumSource
    void aLogoutInAnotherContextRemovesACorruptItem(Damage damage) {
        SessionCookie cookie = node.create(Map.of("user", "ann"));
        damage(cookie, damage);

        assertThat(node.store.readForEnd(node.store.newSession("", 0, 0, 0, -1), cookie))
                .isFalse();

        assertThat(node.item(cookie).isLive()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void theScavengerEndsACorruptItemAndTheOthersWithIt(Damage damage) {
        SessionCookie bad = node.createExpired(Map.of());
        damage(bad, damage);
        List<String> good = List.of(
                node.createExpired(Map.of()).handle().id(),
                node.createExpired(Map.of()).handle().id(),
                node.createExpired(Map.of()).handle().id());

        scavenge();

        assertThat(ended).extracting(TrackedSessionData::getId).containsExactlyInAnyOrderElementsOf(good);
        assertThat(node.item(bad).isLive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%00zz", "a|b", "", "a b"})
    void aKeyThatIsNoneOfOursIsLeftAlone(String end) {
        SessionCookie expired = node.createExpired(Map.of());
        Map<String, AttributeValue> foreign = new HashMap<>(node.item(expired).values());
        foreign.put("sessionId", AttributeValue.fromS("shop:/shop|0.0.0.0|" + end));
        node.put(foreign);

        scavenge();
        node.store.scavengeOrphans(System.currentTimeMillis());

        assertThat(ended)
                .extracting(TrackedSessionData::getId)
                .containsExactly(expired.handle().id());
        assertThat(node.store.expired(System.currentTimeMillis())).isEmpty();
        assertThat(dynamoDb.client()
                        .getItem(get -> get.tableName(table).key(Map.of("sessionId", foreign.get("sessionId"))))
                        .item())
                .isEqualTo(foreign);
    }

    @Test
    void aListenerThatFailsKeepsNoOtherSessionFromBeingEnded() {
        List<SessionCookie> all =
                List.of(node.createExpired(Map.of()), node.createExpired(Map.of()), node.createExpired(Map.of()));

        node.store.scavenge(System.currentTimeMillis(), data -> {
            throw new AssertionError("of a listener");
        });

        assertThat(all).noneMatch(cookie -> node.item(cookie).isLive());
    }

    @Test
    void aReferenceIsBelievedForNoMoreChunksThanASessionCanHave() {
        try (StoreUnderTest gone = StoreUnderTest.ofContext(dynamoDb.client(), table, "/gone", Options.INDEXED)) {
            SessionCookie honest = gone.createExpired(Map.of("photo", LargeAttributeValues.random(8_000_00, 1)));
            assertThat(new ChunksInTable(dynamoDb.client(), table).count()).isEqualTo(3);
            SessionCookie forged = gone.createExpired(Map.of("photo", LargeAttributeValues.random(8_000, 1)));
            gone.damage(forged, "attributes", AttributeValue.fromM(Map.of("photo", reference("2000000000"))));
            SessionCookie largest = gone.createExpired(Map.of("photo", LargeAttributeValues.random(8_000, 1)));
            gone.damage(largest, "attributes", AttributeValue.fromM(Map.of("photo", reference("8388608"))));
            node.answers.clear();

            node.store.scavengeOrphans(System.currentTimeMillis());

            assertThat(node.answers.of(DeleteItemRequest.class)).hasSize(3 + 22);
            assertThat(List.of(honest, forged, largest))
                    .noneMatch(cookie -> gone.item(cookie).isLive());
        }
    }

    private static AttributeValue reference(String size) {
        return AttributeValue.fromM(Map.of(
                "chunkId", AttributeValue.fromS("0f8a6c2e-5b1d-4973-8a0c-3e2d1f4b5a69"),
                "size", AttributeValue.fromN(size),
                "plainSize", AttributeValue.fromN(size),
                "digest", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[32])),
                "chunksExpire", AttributeValue.fromN("4000000000")));
    }

    @Test
    void aWriteThatMeetsAnItemOfALaterVersionLeavesItAlone() {
        SessionCookie cookie = node.create(Map.of("user", "ann"));
        TrackedSessionData data = node.read(cookie);
        data.setAttribute("user", "ben");
        node.answers.beforeNext("UpdateItem", () -> makeLater(cookie));

        assertThatExceptionOfType(UnsupportedFormatException.class).isThrownBy(() -> node.store.save(data));

        assertLaterAndLive(cookie);
    }

    @Test
    void aCreationThatMeetsAnItemOfALaterVersionLeavesItAlone() {
        SessionCookie cookie = node.createExpired(Map.of("user", "ann"));
        node.damage(cookie, "format", LATER);

        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> node.store.save(node.newSession(cookie, Map.of())));

        assertLaterAndLive(cookie);
    }

    @Test
    void aCreationThatMeetsALiveItemOfALaterVersionUnderItsOwnSecretLeavesItAlone() {
        SessionCookie cookie = node.create(Map.of("user", "ann"));
        node.damage(cookie, "format", LATER);

        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> node.store.save(node.newSession(cookie, Map.of("user", "ben"))));

        assertLaterAndLive(cookie);
    }

    @Test
    void aWriteThatMeetsAnExpiredItemOfALaterVersionIsNotTakenForEnded() {
        SessionCookie cookie = node.create(Map.of("user", "ann"));
        TrackedSessionData data = node.read(cookie);
        data.setAttribute("user", "ben");
        node.answers.beforeNext("UpdateItem", () -> {
            makeLater(cookie);
            node.damage(cookie, "expiry", AttributeValue.fromN("1"));
        });

        assertThatExceptionOfType(UnsupportedFormatException.class).isThrownBy(() -> node.store.save(data));

        assertThat(data.hasEnded()).isFalse();
        assertLaterAndLive(cookie);
    }

    @Test
    void aLogoutThatMeetsAnItemOfALaterVersionLeavesItAlone() {
        SessionCookie cookie = node.create(Map.of("user", "ann"));
        TrackedSessionData data = node.read(cookie);
        node.answers.beforeNext("UpdateItem", () -> makeLater(cookie));

        assertThatExceptionOfType(UnsupportedFormatException.class).isThrownBy(() -> node.store.end(data));
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> node.store.end(cookie.handle().id()));

        assertLaterAndLive(cookie);
    }

    @Test
    void theCompletionOfARotationLeavesAnItemOfALaterVersionAlone() {
        SessionCookie before = node.create(Map.of("user", "ann"));
        node.damage(before, "format", LATER);
        StoredItem item = node.item(before);

        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> node.reading(before.rotated().inDoubt(before)));

        assertThat(node.item(before)).isEqualTo(item);
    }

    @Test
    void theScavengerLeavesItemsOfALaterVersionAloneAndCountsThem() {
        SessionCookie own = node.createExpired(Map.of());
        node.damage(own, "format", LATER);
        try (StoreUnderTest gone = StoreUnderTest.ofContext(dynamoDb.client(), table, "/gone", Options.INDEXED)) {
            SessionCookie orphan = gone.createExpired(Map.of());
            gone.damage(orphan, "format", LATER);

            scavenge();
            node.store.scavengeOrphans(System.currentTimeMillis());

            assertLaterAndLive(own);
            assertThat(gone.item(orphan).isLive()).isTrue();
            assertThat(node.metrics.events()).containsExactly(Event.CREATED, Event.UNSUPPORTED);
        }
    }

    @Test
    void anItemOfALaterVersionThatKeepsItsVerifierElsewhereIsNoForeignSession() {
        SessionCookie cookie = node.create(Map.of("user", "ann"));
        node.damage(cookie, "format", LATER);
        node.damage(cookie, "verifier", AttributeValue.fromS("argon2"));

        assertThatExceptionOfType(UnsupportedFormatException.class).isThrownBy(() -> node.reading(cookie));
    }

    /** Another node has changed it in its own way, and what this node compares does not match any more. */
    private void makeLater(SessionCookie cookie) {
        node.damage(cookie, "format", LATER);
        node.damage(cookie, "version", AttributeValue.fromN("9"));
        node.damage(cookie, "baseVersion", AttributeValue.fromN("9"));
    }

    private void assertLaterAndLive(SessionCookie cookie) {
        StoredItem item = node.item(cookie);
        assertThat(item.isLive()).isTrue();
        assertThat(item.values()).containsEntry("format", LATER);
        assertThat(item.attributes())
                .isEqualTo(item.attributes().isEmpty() ? Map.of() : Map.of("user", AttributeValue.fromS("ann")));
    }
}
