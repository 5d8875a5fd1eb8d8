package io.github.dynamosessions.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.ChunksInTable;
import io.github.dynamosessions.fixture.ForgedAnswers.Fate;
import io.github.dynamosessions.fixture.LargeAttributeValues;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.RejectedException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.store.SessionWriter.RotationLostException;
import io.github.dynamosessions.internal.store.StoreUnderTest.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** A new session that takes over the ID of one in another context. */
class JoinedSessionsTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final String table = dynamoDb.newTable("sessionId");
    private final StoreUnderTest shop = StoreUnderTest.of(dynamoDb.client(), table);
    private final StoreUnderTest desk = StoreUnderTest.ofContext(dynamoDb.client(), table, "/desk", Options.USUAL);
    private final SessionCookie cookie = shop.create(Map.of("user", "ann"));

    private final List<TrackedSessionData> expired = new ArrayList<>();

    @AfterEach
    void stop() {
        shop.close();
        desk.close();
    }

    @Test
    void itIsStoredWithOneCallThatRefusesARotationWhichHasMissedIt() {
        TrackedSessionData rotating = shop.read(cookie);

        join();

        assertThat(desk.answers.operations()).containsExactly("TransactWriteItems");
        assertThat(desk.attributes(cookie)).containsExactly(Map.entry("user", "bob"));
        rotating.rotate(cookie.rotated(), System.currentTimeMillis());
        assertThatExceptionOfType(RotationLostException.class).isThrownBy(() -> shop.store.save(rotating));
        assertThat(shop.attributes(cookie)).containsExactly(Map.entry("user", "ann"));
    }

    @Test
    void itIsRefusedIfTheIdOfTheOtherOneHasChanged() {
        desk.answers.beforeNext("TransactWriteItems", () -> {
            TrackedSessionData rotating = shop.read(cookie);
            rotating.rotate(cookie.rotated(), System.currentTimeMillis());
            shop.store.save(rotating);
        });

        assertThatExceptionOfType(RotationLostException.class).isThrownBy(this::join);
        assertThat(desk.item(cookie)).isNull();
    }

    @Test
    void itIsRefusedIfTheOtherOneHasEnded() {
        desk.answers.beforeNext("TransactWriteItems", () -> shop.store.end(shop.read(cookie)));

        assertThatExceptionOfType(RotationLostException.class).isThrownBy(this::join);
        assertThat(desk.item(cookie)).isNull();
    }

    @Test
    void aDelayedAttemptIsRefusedAfterTheOtherOneHasEnded() {
        desk.answers.next("TransactWriteItems", Fate.NOT_EXECUTED);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(this::join);
        shop.store.end(shop.read(cookie));

        TransactWriteItemsRequest delayed =
                desk.answers.of(TransactWriteItemsRequest.class).get(0);
        assertThatExceptionOfType(TransactionCanceledException.class).isThrownBy(() -> desk.answers.execute(delayed));
        assertThat(desk.item(cookie)).isNull();
    }

    @Test
    void anAttemptWhoseAnswerWasLostIsRecognized() {
        desk.answers.next("TransactWriteItems", Fate.RETRIED);

        join();

        assertThat(desk.attributes(cookie)).containsExactly(Map.entry("user", "bob"));
        assertThat(desk.item(cookie).version()).isOne();
    }

    @Test
    void itIsRefusedIfThereIsNoOtherOneAnyMore() {
        shop.store.end(shop.read(cookie));

        assertThatExceptionOfType(RotationLostException.class).isThrownBy(this::join);
        assertThat(desk.answers.operations()).isEmpty();
    }

    @Test
    void itIsRefusedIfAnotherSecretOpensTheOtherOne() {
        SessionCookie forged = SessionCookie.forHandle(cookie.handle());
        TrackedSessionData data = desk.newSession(forged, Map.of("user", "eve"));

        assertThatExceptionOfType(RotationLostException.class)
                .isThrownBy(() -> desk.store.saveJoining(data, List.of(shop.store), expired::add));
        assertThat(desk.item(cookie)).isNull();
    }

    @Test
    void itTakesThePlaceOfAnExpiredOneWhoseListenersAreNotified() {
        storeExpired();

        join();

        assertThat(desk.attributes(cookie)).containsExactly(Map.entry("user", "bob"));
        assertThat(expired).singleElement().satisfies(session -> assertThat(session.getAllAttributes())
                .containsExactly(Map.entry("user", "old")));
    }

    @Test
    void inPlaceOfAnExpiredOneItRefusesTheDelayedWritesOfThat() {
        storeExpired();
        TrackedSessionData early = desk.store.find(cookie.handle().id());
        early.setAccessed(early.getAccessed() - 7_200_000); // a request that began before the expiry
        early.setAttribute("user", "late");
        desk.answers.next("UpdateItem", Fate.NOT_EXECUTED);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> desk.store.save(early));
        UpdateItemRequest delayed = desk.answers.of(UpdateItemRequest.class).get(0);

        join();

        StoredItem item = desk.item(cookie);
        assertThat(item.version()).isEqualTo(3); // the expired one had 1, its tombstone 2
        assertThat(item.idVersion()).isEqualTo(3);
        assertThat(item.baseVersion()).isEqualTo(3);
        assertThatExceptionOfType(ConditionalCheckFailedException.class)
                .isThrownBy(() -> desk.answers.execute(delayed));
        assertThat(desk.attributes(cookie)).containsExactly(Map.entry("user", "bob"));
    }

    @Test
    void inPlaceOfAnExpiredOneItIsRecognizedThoughAllAnswersWereLost() {
        storeExpired();
        desk.answers.next("UpdateItem", Fate.RETRIED);
        desk.answers.next("TransactWriteItems", Fate.NONE, Fate.RETRIED);

        join();

        assertThat(desk.attributes(cookie)).containsExactly(Map.entry("user", "bob"));
    }

    @Test
    void itTakesThePlaceOfOneThatWasEndedAlone() {
        desk.store.save(desk.newSession(cookie, Map.of()));
        desk.store.end(cookie.handle().id());

        join();

        assertThat(desk.attributes(cookie)).containsExactly(Map.entry("user", "bob"));
        assertThat(desk.item(cookie).version()).isEqualTo(3);
    }

    @Test
    void theChunksOfOneThatIsRefusedAreDeleted() {
        desk.answers.beforeNext("TransactWriteItems", () -> shop.store.end(shop.read(cookie)));
        TrackedSessionData data = desk.newSession(cookie, Map.of("big", LargeAttributeValues.random(50_000, 1)));

        assertThatExceptionOfType(RotationLostException.class)
                .isThrownBy(() -> desk.store.saveJoining(data, List.of(shop.store), expired::add));
        assertThat(new ChunksInTable(dynamoDb.client(), table).count()).isZero();
    }

    @Test
    void aConflictWithAnotherTransactionIsRetried() {
        desk.answers.beforeNext("TransactWriteItems", () -> {
            throw canceled("None", "TransactionConflict");
        });
        shop.answers.beforeNext("UpdateItem", () -> {
            throw TransactionConflictException.builder().build();
        });

        join();
        shop.set(cookie, "user", "eve");

        assertThat(desk.attributes(cookie)).containsExactly(Map.entry("user", "bob"));
        assertThat(shop.attributes(cookie)).containsExactly(Map.entry("user", "eve"));
    }

    @Test
    void aTransactionThatIsNeverValidIsRejected() {
        desk.answers.beforeNext("TransactWriteItems", () -> {
            throw canceled("ValidationError", "None");
        });

        assertThatExceptionOfType(RejectedException.class).isThrownBy(this::join);
    }

    @Test
    void anEndThatIsRefusedLooksForItAgain() {
        TrackedSessionData ending = shop.read(cookie);
        List<Boolean> found = new ArrayList<>();

        boolean ended = shop.store.end(ending, () -> {
            found.add(desk.item(cookie) != null);
            if (found.size() == 1) {
                join();
            }
        });

        assertThat(ended).isTrue();
        assertThat(found).containsExactly(false, true);
    }

    private TrackedSessionData join() {
        TrackedSessionData data = desk.newSession(cookie, Map.of("user", "bob"));
        desk.store.saveJoining(data, List.of(shop.store), expired::add);
        return data;
    }

    private void storeExpired() {
        TrackedSessionData data = desk.newSession(cookie, Map.of("user", "old"));
        data.setExpiry(System.currentTimeMillis() - 3_600_000);
        desk.store.save(data);
        desk.answers.clear();
    }

    private static TransactionCanceledException canceled(String... codes) {
        return TransactionCanceledException.builder()
                .cancellationReasons(List.of(codes).stream()
                        .map(code -> CancellationReason.builder().code(code).build())
                        .toList())
                .build();
    }
}
