package io.github.dynamosessions.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.fixture.ForgedAnswers.Fate;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.RejectedException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.dynamo.JoinedSession;
import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.store.SessionStore.Reading;
import io.github.dynamosessions.internal.store.SessionWriter.RotationLostException;
import io.github.dynamosessions.internal.store.StoreUnderTest.Options;
import io.github.dynamosessions.local.DynamoDbLocalExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/** A new session that takes over the ID of one in another context. */
class JoinedSessionsTest {

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

    private final String table = dynamoDb.newTable("sessionId");
    private final StoreUnderTest shop = StoreUnderTest.of(dynamoDb.client(), table);
    private final StoreUnderTest desk = StoreUnderTest.ofContext(dynamoDb.client(), table, "/desk", Options.USUAL);
    private final SessionCookie cookie = shop.create(Map.of("user", "ann"));

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
        List<JoinedSession> joined = joined();
        TrackedSessionData rotating = shop.read(cookie);
        rotating.rotate(cookie.rotated(), System.currentTimeMillis());
        shop.store.save(rotating);

        assertThatExceptionOfType(RotationLostException.class).isThrownBy(() -> join(joined));
        assertThat(desk.item(cookie)).isNull();
    }

    @Test
    void itIsRefusedIfTheOtherOneHasEnded() {
        List<JoinedSession> joined = joined();
        shop.store.end(shop.read(cookie));

        assertThatExceptionOfType(RotationLostException.class).isThrownBy(() -> join(joined));
        assertThat(desk.item(cookie)).isNull();
    }

    @Test
    void aDelayedAttemptIsRefusedAfterTheOtherOneHasEnded() {
        List<JoinedSession> joined = joined();
        desk.answers.next("TransactWriteItems", Fate.NOT_EXECUTED);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> join(joined));
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
    void itTakesThePlaceOfAnExpiredOne() {
        TrackedSessionData expired = desk.newSession(cookie, Map.of("user", "old"));
        expired.setExpiry(System.currentTimeMillis() - 3_600_000);
        desk.store.save(expired);

        join();

        assertThat(desk.attributes(cookie)).containsExactly(Map.entry("user", "bob"));
    }

    @Test
    void itDoesNotTakeThePlaceOfOneThatHasLoggedOut() {
        desk.store.save(desk.newSession(cookie, Map.of()));
        desk.store.end(desk.read(cookie));

        TrackedSessionData data = join();

        assertThat(data.hasEnded()).isTrue();
        assertThat(desk.reading(cookie)).isEqualTo(Reading.ABSENT);
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
        return join(joined());
    }

    private TrackedSessionData join(List<JoinedSession> joined) {
        TrackedSessionData data = desk.newSession(cookie, Map.of("user", "bob"));
        desk.store.save(data, joined);
        return data;
    }

    private List<JoinedSession> joined() {
        return List.of(shop.store.joined(shop.read(cookie)));
    }

    private static TransactionCanceledException canceled(String... codes) {
        return TransactionCanceledException.builder()
                .cancellationReasons(List.of(codes).stream()
                        .map(code -> CancellationReason.builder().code(code).build())
                        .toList())
                .build();
    }
}
