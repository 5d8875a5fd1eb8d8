package io.github.dynamosessions.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.ChunksInTable;
import io.github.dynamosessions.fixture.ForgedAnswers.Fate;
import io.github.dynamosessions.fixture.LargeAttributeValues;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.item.ItemCodec.OversizedSessionException;
import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.store.SessionStore.Reading;
import io.github.dynamosessions.internal.store.SessionWriter.RotationInDoubtException;
import io.github.dynamosessions.internal.store.SessionWriter.RotationLostException;
import io.github.dynamosessions.spi.SessionMetrics.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Writes among other writes: refused, repeated, lost and delayed ones. */
class SessionWriterTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final String table = dynamoDb.newTable("sessionId");
    private final StoreUnderTest node = StoreUnderTest.of(dynamoDb.client(), table);
    private final StoreUnderTest other = StoreUnderTest.of(dynamoDb.client(), table);

    @AfterEach
    void stop() {
        node.close();
        other.close();
    }

    @Test
    void aCreationWhoseAnswerWasLostIsRecognized() {
        SessionCookie cookie = SessionCookie.create();
        node.answers.next("PutItem", Fate.RETRIED);

        node.store.save(node.newSession(cookie, Map.of("a", 1)));

        assertThat(node.attributes(cookie)).containsExactly(Map.entry("a", 1));
        assertThat(node.item(cookie).version()).isOne();
    }

    @Test
    void aCreationWithoutAnAnswerMayBeRepeated() {
        for (Fate fate : new Fate[] {Fate.ANSWER_LOST, Fate.NOT_EXECUTED}) {
            SessionCookie cookie = SessionCookie.create();
            TrackedSessionData data = node.newSession(cookie, Map.of("a", 1));
            node.answers.next("PutItem", fate);
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> node.store.save(data));

            node.store.save(data);

            assertThat(node.attributes(cookie)).containsExactly(Map.entry("a", 1));
            assertThat(node.item(cookie).version()).isOne();
        }
    }

    @Test
    void aDelayedCreationIsRefusedAfterALogout() {
        SessionCookie cookie = node.create(Map.of("a", 1));
        PutItemRequest creation = node.answers.of(PutItemRequest.class).get(0);
        node.store.end(node.read(cookie));

        assertRefused(creation);
        assertThat(node.reading(cookie)).isEqualTo(Reading.ABSENT);
    }

    @Test
    void aSessionIsNotCreatedAfterALogoutThatCameFirst() {
        SessionCookie cookie = node.create(Map.of());
        node.store.end(node.read(cookie));
        TrackedSessionData data = node.newSession(cookie, Map.of("a", 1));

        assertThat(node.store.save(data)).isFalse();

        assertThat(data.hasEnded()).isTrue();
        assertThat(node.reading(cookie)).isEqualTo(Reading.ABSENT);
    }

    @Test
    void aSessionThatAnotherSecretOpensIsNotReplaced() {
        SessionCookie cookie = node.create(Map.of("user", "ann"));
        TrackedSessionData forged = node.newSession(SessionCookie.forHandle(cookie.handle()), Map.of("user", "eve"));

        assertThatExceptionOfType(RotationLostException.class).isThrownBy(() -> node.store.save(forged));

        assertThat(node.attributes(cookie)).containsExactly(Map.entry("user", "ann"));
    }

    @Test
    void aWriteWhoseAnswerWasLostIsRecognized() {
        SessionCookie cookie = node.create(Map.of("a", 1));
        node.answers.next("UpdateItem", Fate.RETRIED);

        node.set(cookie, "a", 2);

        assertThat(node.attributes(cookie)).containsExactly(Map.entry("a", 2));
        assertThat(node.item(cookie).version()).isEqualTo(2);
    }

    @Test
    void aRemovalWhoseAnswerWasLostIsRecognized() {
        SessionCookie cookie = node.create(Map.of("a", 1, "b", 2));
        node.answers.next("UpdateItem", Fate.RETRIED);

        node.set(cookie, "a", null);

        assertThat(node.attributes(cookie)).containsExactly(Map.entry("b", 2));
        assertThat(node.item(cookie).version()).isEqualTo(2);
    }

    @Test
    void aWriteWithoutAnAnswerMayBeRepeated() {
        SessionCookie cookie = node.create(Map.of("a", 1));
        TrackedSessionData data = node.read(cookie);
        data.setAttribute("a", 2);
        node.answers.next("UpdateItem", Fate.ANSWER_LOST);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> node.store.save(data));

        node.store.save(data);

        assertThat(node.attributes(cookie)).containsExactly(Map.entry("a", 2));
        assertThat(node.item(cookie).version()).isEqualTo(2);
    }

    @Test
    void aDelayedWriteIsRefusedOnceItsAttributeHasBeenWrittenAgain() {
        SessionCookie cookie = node.create(Map.of("a", 1, "b", 1));
        node.set(cookie, "a", 2);
        node.set(cookie, "a", 3);
        List<UpdateItemRequest> writes = node.answers.of(UpdateItemRequest.class);
        writes.forEach(this::assertRefused);

        node.set(cookie, "a", 4);
        writes.forEach(this::assertRefused);
        assertThat(node.attributes(cookie)).containsEntry("a", 4);
    }

    @Test
    void aDelayedWriteIsRefusedOnceItsAttributeHasBeenRemoved() {
        SessionCookie cookie = node.create(Map.of("b", 1));
        node.set(cookie, "a", 1);
        UpdateItemRequest write = node.answers.of(UpdateItemRequest.class).get(0);
        node.set(cookie, "a", null);

        assertRefused(write);
        assertThat(node.attributes(cookie)).containsExactly(Map.entry("b", 1));
    }

    @Test
    void aDelayedWriteIsRefusedAfterTheVersionsWereDropped() {
        SessionCookie cookie = node.create(Map.of());
        node.set(cookie, "a", 1);
        UpdateItemRequest write = node.answers.of(UpdateItemRequest.class).get(0);
        for (int i = 0; i < 16; i++) {
            node.set(cookie, "b" + i, i);
        }
        assertThat(node.item(cookie).baseVersion()).isGreaterThan(1);
        assertThat(node.item(cookie).version("a")).isNull();

        assertRefused(write);
        assertThat(node.attributes(cookie)).hasSize(17).containsEntry("a", 1);
    }

    @Test
    void aDelayedWriteIsRefusedAfterALogout() {
        SessionCookie cookie = node.create(Map.of("a", 1));
        node.set(cookie, "a", 2);
        UpdateItemRequest write = node.answers.of(UpdateItemRequest.class).get(0);
        node.store.end(node.read(cookie));

        assertRefused(write);
        assertThat(node.reading(cookie)).isEqualTo(Reading.ABSENT);
    }

    @Test
    void aDelayedTouchDoesNotShortenTheSession() {
        SessionCookie cookie = node.create(Map.of());
        touch(cookie, 300_000);
        UpdateItemRequest touch = node.answers.of(UpdateItemRequest.class).get(0);
        touch(cookie, 900_000);
        long expiryMs = node.item(cookie).expiry().expiryMs();

        assertRefused(touch);
        assertThat(node.item(cookie).expiry().expiryMs()).isEqualTo(expiryMs);
    }

    @Test
    void aWriteThatMeetsVersionsThatWereDroppedIsMadeAgain() {
        SessionCookie cookie = node.create(Map.of());
        node.set(cookie, "a", 1);
        TrackedSessionData early = other.read(cookie);
        for (int i = 0; i < 16; i++) {
            node.set(cookie, "b" + i, i);
        }
        early.setAttribute("a", 2);
        other.store.save(early);

        assertThat(node.attributes(cookie)).hasSize(17).containsEntry("a", 2);
    }

    @Test
    void ofOneAttributeTheLastWriteWinsAndOthersAreKept() {
        SessionCookie cookie = node.create(Map.of("a", 0));
        TrackedSessionData mine = node.read(cookie);
        mine.setAttribute("a", "mine");
        mine.setAttribute("b", "mine");
        other.set(cookie, "a", "theirs");
        other.set(cookie, "c", "theirs");
        node.store.save(mine);

        assertThat(node.attributes(cookie)).isEqualTo(Map.of("a", "mine", "b", "mine", "c", "theirs"));
    }

    @Test
    void writesOfDifferentAttributesAreNotRefused() {
        SessionCookie cookie = node.create(Map.of("a", 0, "b", 0));
        TrackedSessionData mine = node.read(cookie);
        mine.setAttribute("a", 1);
        other.set(cookie, "b", 1);
        node.answers.clear();
        node.store.save(mine);

        assertThat(node.answers.operations()).containsExactly("UpdateItem");
        assertThat(node.attributes(cookie)).isEqualTo(Map.of("a", 1, "b", 1));
    }

    @Test
    void aWriteToASessionThatWasEndedIsDropped() {
        SessionCookie cookie = node.create(Map.of("a", 1));
        TrackedSessionData data = node.read(cookie);
        data.setAttribute("a", 2);
        node.answers.beforeNext("UpdateItem", () -> other.store.end(other.read(cookie)));

        assertThat(node.store.save(data)).isFalse();
        assertThat(data.hasEnded()).isTrue();
        assertThat(node.reading(cookie)).isEqualTo(Reading.ABSENT);
    }

    @Test
    void aTouchIsComputedAnewWhereAnotherRequestHasShortenedTheIdleTimeout() {
        SessionCookie cookie = node.create(Map.of());
        TrackedSessionData mine = node.read(cookie);
        mine.setAccessed(mine.getAccessed() + 400_000);
        mine.calcAndSetExpiry(mine.getAccessed());
        TrackedSessionData theirs = other.read(cookie);
        theirs.setMaxInactiveMs(600_000);
        theirs.calcAndSetExpiry();
        theirs.setDirty(true);
        other.store.save(theirs);

        node.store.save(mine);

        TrackedSessionData next = node.read(cookie);
        assertThat(next.getMaxInactiveMs()).isEqualTo(600_000);
        assertThat(next.getExpiry()).isGreaterThanOrEqualTo(theirs.getExpiry());
    }

    @Test
    void anotherIdleTimeoutDoesNotLoseWhatAnotherRequestHasAccessedMeanwhile() {
        SessionCookie cookie = node.create(Map.of());
        TrackedSessionData mine = node.read(cookie);
        mine.setMaxInactiveMs(600_000);
        mine.calcAndSetExpiry();
        mine.setDirty(true);
        node.answers.beforeNext("UpdateItem", () -> touch(cookie, 400_000));

        node.store.save(mine);

        assertThat(node.item(cookie).expiry().expiryMs())
                .isGreaterThanOrEqualTo(System.currentTimeMillis() + 300_000 + 600_000);
    }

    @Test
    void aRotationIsOneUpdateWithAllThatHasChanged() {
        SessionCookie cookie = node.create(Map.of("a", 1, "b", 2));
        TrackedSessionData data = node.read(cookie);
        data.setAttribute("a", 10);
        data.setAttribute("b", null);
        node.answers.clear();
        rotate(data);

        assertThat(node.answers.operations()).containsExactly("UpdateItem");
        assertThat(node.attributes(data.cookie())).containsExactly(Map.entry("a", 10));
        assertThat(node.item(cookie).idVersion()).isEqualTo(2);
        assertThat(node.reading(cookie)).isEqualTo(Reading.NOT_OPENED);
    }

    @Test
    void aRotationWhoseAnswerWasLostIsRecognized() {
        for (Fate fate : new Fate[] {Fate.RETRIED, Fate.ANSWER_LOST}) {
            SessionCookie cookie = node.create(Map.of());
            TrackedSessionData data = node.read(cookie);
            data.setAttribute("user", "ann");
            node.answers.next("UpdateItem", fate);

            rotate(data);

            assertThat(node.attributes(data.cookie())).containsExactly(Map.entry("user", "ann"));
            data.setAttribute("user", "ben");
            node.store.save(data);
            assertThat(node.attributes(data.cookie())).containsExactly(Map.entry("user", "ben"));
        }
    }

    @Test
    void aRotationThatWasNotExecutedIsCalledOffAndCannotHappenLater() {
        SessionCookie cookie = node.create(Map.of());
        TrackedSessionData data = node.read(cookie);
        data.setAttribute("user", "ann");
        node.answers.next("UpdateItem", Fate.NOT_EXECUTED);

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> rotate(data))
                .isNotInstanceOf(RotationInDoubtException.class);

        assertRefused(node.answers.of(UpdateItemRequest.class).get(0));
        assertThat(node.attributes(cookie)).isEmpty();
    }

    @Test
    void aRotationWithoutAnyAnswerIsInDoubtAndItsCookieOpensTheSessionEitherWay() {
        for (boolean executedLater : new boolean[] {false, true}) {
            SessionCookie cookie = node.create(Map.of("a", 1));
            TrackedSessionData data = node.read(cookie);
            node.answers.clear();
            node.answers.next("UpdateItem", Fate.NOT_EXECUTED, Fate.NOT_EXECUTED);

            assertThatExceptionOfType(RotationInDoubtException.class).isThrownBy(() -> rotate(data));
            if (executedLater) {
                node.answers.execute(node.answers.of(UpdateItemRequest.class).get(0));
            }

            SessionCookie both =
                    SessionCookie.parse(data.cookie().inDoubt(cookie).text());
            assertThat(node.attributes(both)).containsExactly(Map.entry("a", 1));
            assertThat(node.reading(cookie)).isEqualTo(Reading.NOT_OPENED);
        }
    }

    @Test
    void ofTwoRotationsTheSecondFailsAndNothingOfItIsStored() {
        SessionCookie cookie = node.create(Map.of("a", 1));
        TrackedSessionData first = node.read(cookie);
        TrackedSessionData second = other.read(cookie);
        second.setAttribute("a", "mallory");
        rotate(first);

        assertThatExceptionOfType(RotationLostException.class).isThrownBy(() -> rotate(other, second));

        assertThat(node.attributes(first.cookie())).containsExactly(Map.entry("a", 1));
        assertThat(node.reading(second.cookie())).isEqualTo(Reading.NOT_OPENED);
    }

    @Test
    void aDelayedRotationIsRefusedAfterALaterOne() {
        SessionCookie cookie = node.create(Map.of());
        TrackedSessionData data = node.read(cookie);
        rotate(data);
        UpdateItemRequest first = node.answers.of(UpdateItemRequest.class).get(0);
        rotate(data);

        assertRefused(first);
        assertThat(node.reading(data.cookie())).isEqualTo(Reading.FOUND);
    }

    @Test
    void aRotationDoesNotComeAfterAWriteThatItHasNotSeen() {
        SessionCookie cookie = node.create(Map.of("a", 1));
        TrackedSessionData data = node.read(cookie);
        data.setAttribute("a", "mine");
        node.answers.beforeNext("UpdateItem", () -> other.set(cookie, "a", "theirs"));

        rotate(data);

        assertThat(node.attributes(data.cookie())).containsExactly(Map.entry("a", "mine"));
    }

    @Test
    void aRotationOfASessionThatHasEndedIsDropped() {
        SessionCookie cookie = node.create(Map.of());
        TrackedSessionData data = node.read(cookie);
        other.store.end(other.read(cookie));

        rotate(data);

        assertThat(data.hasEnded()).isTrue();
        assertThat(node.reading(data.cookie())).isEqualTo(Reading.ABSENT);
    }

    @Test
    void changesOfManyAttributesAreSavedInStepsAndTheFirstChangesTheId() {
        SessionCookie cookie = node.create(Map.of());
        TrackedSessionData data = node.read(cookie);
        Map<String, Object> expected = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            data.setAttribute("a" + i, i);
            expected.put("a" + i, i);
        }
        node.answers.clear();
        rotate(data);

        assertThat(node.answers.operations()).containsExactly("UpdateItem", "UpdateItem", "UpdateItem");
        assertThat(node.attributes(data.cookie())).isEqualTo(expected);
    }

    @Test
    void whatIsTooLargeInALaterStepFailsBeforeTheFirst() {
        SessionCookie cookie = node.create(Map.of());
        TrackedSessionData data = node.read(cookie);
        for (int i = 0; i < 500; i++) {
            data.setAttribute("a" + i, LargeAttributeValues.random(900, i));
        }
        node.answers.clear();

        assertThatExceptionOfType(OversizedSessionException.class).isThrownBy(() -> rotate(data));

        assertThat(node.answers.operations()).isEmpty();
        assertThat(node.attributes(cookie)).isEmpty();
    }

    /** A round after a refusal must not refer to chunks that another request has deleted. */
    @Test
    void aLargeAttributeThatWasReplacedMeanwhileIsWrittenAnew() {
        SessionCookie cookie = node.create(Map.of());
        TrackedSessionData data = node.read(cookie);
        data.setAttribute("photo", LargeAttributeValues.random(20_000, 1));
        node.answers.next("UpdateItem", Fate.ANSWER_LOST);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> node.store.save(data));
        other.set(cookie, "photo", LargeAttributeValues.random(20_000, 2));

        node.store.save(data);

        assertThat((byte[]) node.read(cookie).getAttribute("photo")).isEqualTo(LargeAttributeValues.random(20_000, 1));
        assertThat(new ChunksInTable(dynamoDb.client(), table).count()).isOne();
    }

    @Test
    void theChunksOfADroppedWriteAreDeleted() {
        SessionCookie cookie = node.create(Map.of());
        TrackedSessionData data = node.read(cookie);
        data.setAttribute("photo", LargeAttributeValues.random(20_000, 1));
        other.store.end(other.read(cookie));

        node.store.save(data);

        assertThat(new ChunksInTable(dynamoDb.client(), table).count()).isZero();
    }

    @Test
    void aSessionCountsAsCreatedOnce() {
        SessionCookie cookie = node.create(Map.of("a", 1));
        node.set(cookie, "a", 2);
        assertThat(node.metrics.events()).containsExactly(Event.CREATED);
    }

    @Test
    void withoutExpiryEventsNoItemIsInTheIndex() {
        try (StoreUnderTest unindexed =
                StoreUnderTest.of(dynamoDb.client(), table, new StoreUnderTest.Options("", false, true, false, 0))) {
            SessionCookie cookie = unindexed.create(Map.of());
            assertThat(unindexed.item(cookie).values())
                    .containsKey("expires")
                    .doesNotContainKeys("expiryShard", "expiryBucket");
            unindexed.store.end(unindexed.read(cookie));
            assertThat(unindexed.item(cookie).values()).doesNotContainKeys("expiryShard", "expiryBucket");
        }
    }

    private void touch(SessionCookie cookie, long laterMs) {
        TrackedSessionData data = other.read(cookie);
        data.setAccessed(System.currentTimeMillis() + laterMs);
        data.calcAndSetExpiry(data.getAccessed());
        node.store.save(data);
    }

    private void rotate(TrackedSessionData data) {
        rotate(node, data);
    }

    private static void rotate(StoreUnderTest where, TrackedSessionData data) {
        data.rotate(data.cookie().rotated(), System.currentTimeMillis());
        where.store.save(data);
    }

    private void assertRefused(DynamoDbRequest delayed) {
        assertThatExceptionOfType(ConditionalCheckFailedException.class)
                .isThrownBy(() -> node.answers.execute(delayed));
    }
}
