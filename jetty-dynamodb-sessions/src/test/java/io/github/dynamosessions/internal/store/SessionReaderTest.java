package io.github.dynamosessions.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.ForgedAnswers.Fate;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.store.SessionStore.Reading;
import io.github.dynamosessions.spi.SessionMetrics.Event;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** The way from a cookie to its session. */
class SessionReaderTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final AttributeValue UNREADABLE = AttributeValue.fromM(Map.of("cart", AttributeValue.fromN("1.5")));

    private final String table = dynamoDb.newTable("sessionId");
    private final StoreUnderTest node = StoreUnderTest.of(dynamoDb.client(), table);

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aCookieOpensItsSessionWithOneRead() {
        SessionCookie cookie = node.create(Map.of("user", "ann"));
        node.answers.clear();

        TrackedSessionData data = node.read(cookie);

        assertThat(data.getAttribute("user")).isEqualTo("ann");
        assertThat(data.getId()).isEqualTo(cookie.handle().id());
        assertThat(data.cookie().text()).isEqualTo(cookie.text());
        assertThat(node.answers.operations()).containsExactly("GetItem");
    }

    @Test
    void aForgedSecretOpensNothingAndChangesNothing() {
        assertForged(node.create(Map.of("user", "ann")), Reading.NOT_OPENED);
    }

    @Test
    void aForgedSecretDoesNotEndAnExpiredSessionWhichBlocksNoNewOneEither() {
        assertForged(node.createExpired(Map.of("user", "ann")), Reading.ABSENT);
    }

    private void assertForged(SessionCookie cookie, Reading expected) {
        node.damage(cookie, "attributes", UNREADABLE);
        StoredItem before = node.item(cookie);
        node.answers.clear();

        assertThat(node.reading(SessionCookie.forHandle(cookie.handle()))).isEqualTo(expected);

        assertThat(node.item(cookie)).isEqualTo(before);
        assertThat(node.answers.operations()).containsExactly("GetItem");
    }

    @Test
    void aForgedSelectorFindsNothing() {
        assertThat(node.reading(SessionCookie.create())).isEqualTo(Reading.ABSENT);
    }

    @Test
    void theCookieOfBeforeARotationOpensNothing() {
        SessionCookie cookie = node.create(Map.of());
        TrackedSessionData data = node.read(cookie);
        data.rotate(cookie.rotated(), System.currentTimeMillis());
        node.store.save(data);

        assertThat(node.reading(cookie)).isEqualTo(Reading.NOT_OPENED);
        assertThat(node.reading(data.cookie())).isEqualTo(Reading.FOUND);
        assertThat(node.store.exists(cookie)).isFalse();
        assertThat(node.store.exists(data.cookie())).isTrue();
    }

    @Test
    void anExpiredSessionIsEndedByOneOfItsReaders() {
        SessionCookie cookie = node.createExpired(Map.of("user", "ann"));
        node.metrics.clear();

        TrackedSessionData data = node.store.newSession("", 0, 0, 0, -1);
        assertThat(node.store.read(data, cookie)).isEqualTo(Reading.EXPIRED);
        assertThat(data.getAttribute("user")).as("for its listeners").isEqualTo("ann");
        assertThat(node.reading(cookie)).isEqualTo(Reading.ABSENT);

        assertThat(node.item(cookie).isLive()).isFalse();
        assertThat(node.metrics.events()).containsExactly(Event.EXPIRED);
    }

    @Test
    void aSessionThatIsProlongedMeanwhileIsFoundAsItIsThen() {
        SessionCookie cookie = node.createExpired(Map.of("user", "ann", "cart", 1));
        StoreUnderTest other = StoreUnderTest.of(dynamoDb.client(), table);
        TrackedSessionData early = decoded(other, cookie);
        node.answers.beforeNext("UpdateItem", () -> {
            early.setAccessed(early.getAccessed() - 7_200_000); // a request that began before the expiry
            early.calcAndSetExpiry();
            early.setAttribute("cart", null);
            other.store.save(early);
        });

        assertThat(node.attributes(cookie)).containsExactly(Map.entry("user", "ann"));
    }

    private static TrackedSessionData decoded(StoreUnderTest node, SessionCookie cookie) {
        return node.store.find(cookie.handle().id());
    }

    @Test
    void anUnknownFormatIsKeptAndUnavailable() {
        SessionCookie cookie = node.createExpired(Map.of());
        node.damage(cookie, "format", AttributeValue.fromN("2"));

        assertThatExceptionOfType(UnsupportedFormatException.class).isThrownBy(() -> node.reading(cookie));

        assertThat(node.item(cookie).isLive()).isTrue();
    }

    @Test
    void aCorruptItemIsRemovedByItsOwnCookie() {
        SessionCookie cookie = node.create(Map.of());
        node.damage(cookie, "attributes", UNREADABLE);

        assertThat(node.reading(cookie)).isEqualTo(Reading.ABSENT);

        assertThat(node.item(cookie).isLive()).isFalse();
        assertThat(node.metrics.events()).endsWith(Event.DESTROYED, Event.UNREADABLE);
    }

    @Test
    void anEventuallyConsistentReadIsRepeatedOnlyWhereItOpensNothing() {
        try (StoreUnderTest eventual =
                StoreUnderTest.of(dynamoDb.client(), table, new StoreUnderTest.Options("", false, false, true, 0))) {
            SessionCookie cookie = eventual.create(Map.of());
            eventual.answers.clear();
            assertThat(eventual.reading(cookie)).isEqualTo(Reading.FOUND);
            assertThat(eventual.answers.of(GetItemRequest.class))
                    .extracting(GetItemRequest::consistentRead)
                    .containsExactly(false);

            eventual.answers.clear();
            assertThat(eventual.reading(SessionCookie.forHandle(cookie.handle())))
                    .isEqualTo(Reading.NOT_OPENED);
            assertThat(eventual.answers.of(GetItemRequest.class))
                    .extracting(GetItemRequest::consistentRead)
                    .containsExactly(false, true);
        }
    }

    @Test
    void whetherASessionExistsIsReadWithoutItsAttributes() {
        SessionCookie cookie = node.create(Map.of("user", "ann"));
        node.damage(cookie, "attributes", UNREADABLE);
        node.answers.clear();

        assertThat(node.store.exists(cookie)).isTrue();
        assertThat(node.store.exists(SessionCookie.forHandle(cookie.handle()))).isFalse();
        assertThat(node.store.exists(node.createExpired(Map.of()))).isFalse();

        assertThat(node.answers.of(GetItemRequest.class))
                .allSatisfy(get -> assertThat(get.expressionAttributeNames().values())
                        .containsExactlyInAnyOrder("sessionId", "verifier", "rotation", "expiry", "ended"));
    }

    @Test
    void aCookieInDoubtWhoseRotationHasHappenedIsReadWithoutAWrite() {
        SessionCookie before = SessionCookie.create();
        SessionCookie after = before.rotated();
        node.store.save(node.newSession(after, Map.of("user", "ann")));
        node.answers.clear();

        assertThat(node.attributes(after.inDoubt(before))).containsExactly(Map.entry("user", "ann"));
        assertThat(node.answers.operations()).containsExactly("GetItem");
    }

    @Test
    void aCookieInDoubtWhoseRotationHasNotHappenedCompletesIt() {
        SessionCookie before = node.create(Map.of("user", "ann"));
        SessionCookie after = before.rotated();

        assertThat(node.attributes(after.inDoubt(before))).containsExactly(Map.entry("user", "ann"));

        assertThat(node.reading(before)).isEqualTo(Reading.NOT_OPENED);
        assertThat(node.reading(after)).isEqualTo(Reading.FOUND);
        assertThat(node.item(after).idVersion()).isEqualTo(2);
        assertThat(node.read(after).getId()).isEqualTo(after.handle().id());
    }

    @Test
    void aCompletionWhoseAnswerWasLostIsRecognized() {
        SessionCookie before = node.create(Map.of());
        SessionCookie both = before.rotated().inDoubt(before);
        node.answers.next("UpdateItem", Fate.RETRIED);

        assertThat(node.reading(both)).isEqualTo(Reading.FOUND);
    }

    @Test
    void aCompletionWithoutAnAnswerLeavesTheCookieUsable() {
        for (Fate fate : new Fate[] {Fate.ANSWER_LOST, Fate.NOT_EXECUTED}) {
            SessionCookie before = node.create(Map.of());
            SessionCookie both = before.rotated().inDoubt(before);
            node.answers.next("UpdateItem", fate);

            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> node.reading(both));
            assertThat(node.reading(both)).isEqualTo(Reading.FOUND);
        }
    }

    @Test
    void aCookieInDoubtThatNeitherOpensIsNone() {
        SessionCookie before = node.create(Map.of());
        SessionCookie forged = SessionCookie.forHandle(before.handle());
        StoredItem item = node.item(before);

        assertThat(node.reading(forged.rotated().inDoubt(forged))).isEqualTo(Reading.NOT_OPENED);
        assertThat(node.item(before)).isEqualTo(item);
    }

    @Test
    void theMaximumLifetimeCountsFromTheLastRotation() {
        try (StoreUnderTest limited = StoreUnderTest.of(
                dynamoDb.client(), table, new StoreUnderTest.Options("", false, true, true, 3_600_000))) {
            long now = System.currentTimeMillis();
            SessionCookie cookie = SessionCookie.create();
            TrackedSessionData data = limited.store.newSession("", now - 3_500_000, now, now, StoreUnderTest.IDLE_MS);
            data.setCookie(cookie);
            limited.store.save(data);
            assertThat(limited.item(cookie).expiry().expiryMs()).isEqualTo(now + 100_000);

            TrackedSessionData loggedIn = limited.read(cookie);
            loggedIn.rotate(cookie.rotated(), now);
            limited.store.save(loggedIn);

            assertThat(limited.item(cookie).expiry().expiryMs()).isGreaterThan(now + StoreUnderTest.IDLE_MS);
            assertThat(limited.read(loggedIn.cookie()).isExpiredAt(now + 200_000))
                    .isFalse();
        }
    }
}
