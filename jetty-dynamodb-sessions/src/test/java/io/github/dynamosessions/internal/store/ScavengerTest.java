package io.github.dynamosessions.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.ChunksInTable;
import io.github.dynamosessions.fixture.ForgedAnswers.Fate;
import io.github.dynamosessions.fixture.LargeAttributeValues;
import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.store.SessionStore.Reading;
import io.github.dynamosessions.internal.store.StoreUnderTest.Options;
import io.github.dynamosessions.spi.SessionMetrics.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** The end of sessions that no request finds any more. */
class ScavengerTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final long A_DAY_MS = 86_400_000;

    private final String table = dynamoDb.newTableName();
    private final StoreUnderTest node = StoreUnderTest.of(dynamoDb.client(), table, Options.INDEXED);
    private final StoreUnderTest other = StoreUnderTest.of(dynamoDb.client(), table, Options.INDEXED);
    private final List<TrackedSessionData> ended = new ArrayList<>();

    @AfterEach
    void stop() {
        node.close();
        other.close();
    }

    private void scavenge(StoreUnderTest where) {
        where.store.scavenge(System.currentTimeMillis(), ended::add);
    }

    @Test
    void anExpiredSessionIsEndedOnceInTheClusterAndGivenToItsListeners() {
        SessionCookie cookie = node.createExpired(Map.of("user", "ann"));
        SessionCookie alive = node.create(Map.of());

        scavenge(node);
        scavenge(other);

        assertThat(ended).singleElement().satisfies(data -> {
            assertThat(data.getId()).isEqualTo(cookie.handle().id());
            assertThat(data.getAttribute("user")).isEqualTo("ann");
        });
        assertThat(node.metrics.events()).containsExactly(Event.CREATED, Event.CREATED, Event.EXPIRED);
        assertThat(node.reading(alive)).isEqualTo(Reading.FOUND);
    }

    @Test
    void anEndWhoseAnswerWasLostIsRecognized() {
        node.createExpired(Map.of("user", "ann"));
        node.answers.next("UpdateItem", Fate.RETRIED);

        scavenge(node);

        assertThat(ended).singleElement().satisfies(data -> assertThat(data.getAttribute("user"))
                .isEqualTo("ann"));
    }

    @Test
    void anEndWithoutAnAnswerIsLeftToTheNextTurn() {
        node.createExpired(Map.of());
        node.answers.next("UpdateItem", Fate.NOT_EXECUTED);

        scavenge(node);
        assertThat(ended).isEmpty();

        scavenge(node);
        assertThat(ended).hasSize(1);
    }

    @Test
    void aSessionThatIsProlongedMeanwhileIsNotEnded() {
        SessionCookie cookie = node.createExpired(Map.of());
        node.answers.beforeNext("UpdateItem", () -> prolong(cookie));

        scavenge(node);

        assertThat(ended).isEmpty();
        assertThat(node.reading(cookie)).isEqualTo(Reading.FOUND);
    }

    @Test
    void ofTwoScavengersAtOnceOneEndsTheSessionAndItsTombstoneStays() {
        SessionCookie cookie = node.createExpired(Map.of());
        node.answers.beforeNext("GetItem", () -> scavenge(other)); // the index has given the key already

        scavenge(node);

        assertThat(ended).hasSize(1);
        assertThat(node.item(cookie)).isNotNull();
        assertThat(node.item(cookie).isLive()).isFalse();
    }

    @Test
    void whereThereIsNoTtlATombstoneIsRemovedADayLater() {
        SessionCookie expired = node.createExpired(Map.of());
        SessionCookie loggedOut = node.create(Map.of());
        node.store.end(node.read(loggedOut));
        scavenge(node);
        assertThat(node.item(expired).isLive()).isFalse();

        node.store.scavenge(System.currentTimeMillis() + A_DAY_MS + 60_000, ended::add);

        assertThat(node.item(expired)).isNull();
        assertThat(node.item(loggedOut)).isNull();
    }

    @Test
    void anItemOfAnUnknownFormatIsLeftToANodeThatCanReadIt() {
        SessionCookie cookie = node.createExpired(Map.of());
        node.damage(cookie, "format", AttributeValue.fromN("2"));

        scavenge(node);

        assertThat(node.item(cookie).isLive()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "versions", "attributes", "format", "rotation", "created"})
    void aBrokenItemIsEndedWithoutListenersAndTheOthersWithThem(String broken) {
        SessionCookie bad = node.createExpired(Map.of());
        node.damage(bad, broken, AttributeValue.fromBool(true));
        List<SessionCookie> good =
                List.of(node.createExpired(Map.of()), node.createExpired(Map.of()), node.createExpired(Map.of()));

        scavenge(node);

        assertThat(ended)
                .extracting(TrackedSessionData::getId)
                .containsAll(good.stream().map(cookie -> cookie.handle().id()).toList());
        assertThat(node.item(bad).isLive()).isFalse();
    }

    @Test
    void orphansAreThoseOfOtherContextsAndTheirChunksGoToo() {
        SessionCookie own = node.createExpired(Map.of());
        try (StoreUnderTest gone = StoreUnderTest.ofContext(dynamoDb.client(), table, "/gone", Options.INDEXED);
                StoreUnderTest otherPrefix = StoreUnderTest.ofContext(
                        dynamoDb.client(), table, "/gone", new Options("shop:eu:", true, true, true, 0))) {
            SessionCookie orphan = gone.createExpired(Map.of("photo", LargeAttributeValues.random(20_000, 1)));
            SessionCookie foreign = otherPrefix.createExpired(Map.of());

            node.store.scavengeOrphans(System.currentTimeMillis());

            assertThat(gone.item(orphan).isLive()).isFalse();
            assertThat(new ChunksInTable(dynamoDb.client(), table).count()).isZero();
            assertThat(otherPrefix.item(foreign).isLive()).isTrue();
            assertThat(node.item(own).isLive()).isTrue();
        }
    }

    @Test
    void onlyTheShardsOfThePrefixAreQueried() {
        node.answers.clear();
        scavenge(node);
        assertThat(node.answers.of(QueryRequest.class)).hasSize(8).allSatisfy(query -> assertThat(
                        query.expressionAttributeValues().get(":shard").s())
                .matches("shop:[0-7]"));
    }

    @Test
    void withoutExpiryEventsNothingIsQueried() {
        try (StoreUnderTest silent =
                StoreUnderTest.of(dynamoDb.client(), table, new Options("shop:", false, true, false, 0))) {
            scavenge(silent);
            silent.store.scavengeOrphans(System.currentTimeMillis());
            assertThat(silent.answers.operations()).isEmpty();
        }
    }

    /** As a request does that began before the expiry. */
    private void prolong(SessionCookie cookie) {
        TrackedSessionData data = other.store.find(cookie.handle().id());
        data.setAccessed(data.getAccessed() - 7_200_000);
        data.calcAndSetExpiry();
        other.store.save(data);
    }
}
