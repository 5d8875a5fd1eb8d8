package io.github.dynamosessions.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.ChunksInTable;
import io.github.dynamosessions.fixture.ForgedAnswers.Fate;
import io.github.dynamosessions.fixture.LargeAttributeValues;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Logged out stays logged out, and one request has done it. */
class SessionEnderTest {

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
    void aLogoutLeavesATombstoneAndNothingOfTheSession() {
        SessionCookie cookie = node.create(Map.of("user", "ann"));
        node.set(cookie, "user", "ben");

        assertThat(node.store.end(node.read(cookie))).isTrue();

        StoredItem tombstone = node.item(cookie);
        assertThat(tombstone.values())
                .containsOnlyKeys("sessionId", "format", "version", "rotation", "ended", "expires");
        assertThat(tombstone.version()).isEqualTo(3);
        assertThat(node.reading(cookie)).isEqualTo(Reading.ABSENT);
        assertThat(node.store.exists(cookie)).isFalse();
    }

    @Test
    void ofTwoLogoutsOneHasEndedTheSession() {
        SessionCookie cookie = node.create(Map.of());
        TrackedSessionData mine = node.read(cookie);
        TrackedSessionData theirs = other.read(cookie);

        assertThat(node.store.end(mine)).isTrue();
        assertThat(other.store.end(theirs)).isFalse();

        assertThat(node.metrics.events()).containsExactly(Event.CREATED, Event.DESTROYED);
        assertThat(other.metrics.events()).isEmpty();
    }

    @Test
    void aLogoutWhoseAnswerWasLostIsRecognized() {
        SessionCookie cookie = node.create(Map.of("user", "ann"));
        TrackedSessionData data = node.read(cookie);
        node.answers.next("UpdateItem", Fate.RETRIED);

        assertThat(node.store.end(data)).isTrue();

        assertThat(node.metrics.events()).containsExactly(Event.CREATED, Event.DESTROYED);
        assertThat(data.getAttribute("user")).as("for its listeners").isEqualTo("ann");
    }

    @Test
    void aLogoutWithoutAnAnswerFailsAndNothingCountsAsEnded() {
        SessionCookie cookie = node.create(Map.of());
        TrackedSessionData data = node.read(cookie);
        node.answers.next("UpdateItem", Fate.NOT_EXECUTED);

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> node.store.end(data));
        assertThat(node.metrics.events()).containsExactly(Event.CREATED);

        assertThat(node.store.end(data)).as("sent again").isTrue();
    }

    @Test
    void aSessionThatIsWrittenMeanwhileIsEndedAllTheSame() {
        SessionCookie cookie = node.create(Map.of("user", "ann"));
        TrackedSessionData data = node.read(cookie);
        node.answers.beforeNext("UpdateItem", () -> other.set(cookie, "user", "ben"));

        assertThat(node.store.end(data)).isTrue();

        assertThat(node.reading(cookie)).isEqualTo(Reading.ABSENT);
        assertThat(data.stored().attributes()).containsEntry("user", AttributeValue.fromS("ben"));
    }

    @Test
    void aSessionThatRotatesMeanwhileIsEndedAllTheSame() {
        SessionCookie cookie = node.create(Map.of());
        TrackedSessionData data = node.read(cookie);
        SessionCookie rotated = cookie.rotated();
        node.answers.beforeNext("UpdateItem", () -> {
            TrackedSessionData theirs = other.read(cookie);
            theirs.rotate(rotated, System.currentTimeMillis());
            other.store.save(theirs);
        });

        assertThat(node.store.end(data)).isTrue();
        assertThat(node.reading(rotated)).isEqualTo(Reading.ABSENT);
    }

    @Test
    void aDelayedLogoutDoesNotEndASessionThatWasWrittenSince() {
        SessionCookie cookie = node.create(Map.of());
        TrackedSessionData data = node.read(cookie);
        node.answers.next("UpdateItem", Fate.NOT_EXECUTED);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> node.store.end(data));
        UpdateItemRequest delayed = node.answers.of(UpdateItemRequest.class).get(0);
        other.set(cookie, "user", "ann");

        assertThatExceptionOfType(ConditionalCheckFailedException.class)
                .isThrownBy(() -> node.answers.execute(delayed));
        assertThat(node.attributes(cookie)).containsExactly(Map.entry("user", "ann"));
    }

    @Test
    void aDelayedLogoutDoesNotReplaceTheTombstone() {
        SessionCookie cookie = node.create(Map.of());
        node.store.end(node.read(cookie));
        StoredItem tombstone = node.item(cookie);
        UpdateItemRequest delayed = node.answers.of(UpdateItemRequest.class).get(0);

        assertThatExceptionOfType(ConditionalCheckFailedException.class)
                .isThrownBy(() -> node.answers.execute(delayed));
        assertThat(node.item(cookie)).isEqualTo(tombstone);
    }

    @Test
    void aSessionThatWasNeverStoredIsEndedWithoutACall() {
        TrackedSessionData data = node.newSession(SessionCookie.create(), Map.of());
        node.answers.clear();
        assertThat(node.store.end(data)).isTrue();
        assertThat(node.answers.operations()).isEmpty();
    }

    @Test
    void aSessionIsEndedByItsPublicIdWithItsChunks() {
        SessionCookie cookie = node.create(Map.of("photo", LargeAttributeValues.random(20_000, 1)));

        assertThat(node.store.end(cookie.rotated().handle().id())).isFalse();
        assertThat(node.store.end(cookie.handle().id())).isTrue();

        assertThat(node.reading(cookie)).isEqualTo(Reading.ABSENT);
        assertThat(new ChunksInTable(dynamoDb.client(), table).count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "versions", "attributes", "format", "created"})
    void anUnreadableItemIsEndedByOneOfThoseWhoMeetIt(String broken) {
        SessionCookie cookie = node.create(Map.of());
        node.damage(cookie, broken, AttributeValue.fromBool(true));
        node.metrics.clear();

        assertThat(node.reading(cookie)).isEqualTo(Reading.ABSENT);
        assertThat(node.reading(cookie)).isEqualTo(Reading.ABSENT);

        assertThat(node.item(cookie).isLive()).isFalse();
        assertThat(node.item(cookie).version()).isGreaterThan(1);
        assertThat(node.metrics.events()).containsExactly(Event.DESTROYED, Event.UNREADABLE);
    }
}
