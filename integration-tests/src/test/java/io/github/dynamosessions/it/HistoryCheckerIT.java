package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.it.Exchange.Action;
import io.github.dynamosessions.it.Exchange.Outcome;
import io.github.dynamosessions.it.Violation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Histories of one session, of the ids {@code A}, then {@code B}; each exchange takes half a second by default. */
class HistoryCheckerIT {

    private static final Map<String, String> CREATED = Map.of("x", "s/1");

    private final List<Exchange> history = new ArrayList<>();

    @Test
    void aSessionThatIsUsedInTurnBreaksNoPromise() {
        created();
        write(1, "A", Action.PUT, "x", "s/2", Outcome.DONE, "");
        read(2, "A", Map.of("x", "s/2"));
        write(3, "A", Action.LOGIN, "user", "s/3", Outcome.DONE, "B");
        missing(4, "A");
        read(5, "B", Map.of("x", "s/2", "user", "s/3"));
        logout(6, "B", Outcome.DONE);
        missing(7, "B");

        assertThat(violations()).isEmpty();
    }

    @Test
    void anAcknowledgedWriteThatIsNotThereIsLost() {
        created();
        write(1, "A", Action.PUT, "y", "s/2", Outcome.DONE, "");
        read(2, "A", CREATED);

        assertThat(violations()).containsExactly(Kind.LOST_WRITE);
    }

    @Test
    void aWriteOfUnknownOutcomeMayBeThereOrNot() {
        created();
        write(1, "A", Action.PUT, "y", "s/2", Outcome.REFUSED, "");
        write(2, "A", Action.PUT, "x", "s/3", Outcome.UNANSWERED, "");
        read(3, "A", CREATED);
        read(4, "A", Map.of("x", "s/3", "y", "s/2"));

        assertThat(violations()).isEmpty();
    }

    @Test
    void aWriteThatWasNeverSentIsNotThere() {
        created();
        write(1, "A", Action.PUT, "x", "s/2", Outcome.NOT_SENT, "");
        read(2, "A", Map.of("x", "s/2"));

        assertThat(violations()).containsExactly(Kind.FOREIGN);
    }

    @Test
    void aValueBeforeTheLastAcknowledgedOneIsStale() {
        created();
        write(1, "A", Action.PUT, "x", "s/2", Outcome.DONE, "");
        read(2, "A", CREATED);

        assertThat(violations()).containsExactly(Kind.STALE_VALUE);
    }

    @Test
    void aReadDuringAWriteMayShowItOrNot() {
        created();
        write(1, "A", Action.PUT, "x", "s/2", Outcome.DONE, "");
        read(1.2, "A", CREATED);
        read(1.3, "A", Map.of("x", "s/2"));

        assertThat(violations()).isEmpty();
    }

    @Test
    void ofTwoWritesAtTheSameTimeEitherMayBeTheLast() {
        created();
        write(1, "A", Action.PUT, "x", "s/2", Outcome.DONE, "");
        write(1.2, "A", Action.PUT, "x", "s/3", Outcome.DONE, "");
        read(2, "A", Map.of("x", "s/2"));

        assertThat(violations()).isEmpty();
    }

    @Test
    void aValueOrAnIdOfAnotherSessionIsForeign() {
        created();
        read(1, "A", Map.of("x", "other/1"));
        add(2, "A", Action.READ, "", "", Outcome.DONE, "", "Z", CREATED);
        add(3, "", Action.CREATE, "x", "s/4", Outcome.DONE, "A", "", Map.of());

        assertThat(violations()).containsExactlyInAnyOrder(Kind.FOREIGN, Kind.FOREIGN, Kind.FOREIGN);
    }

    @Test
    void anIdThatIsAnsweredAfterItsLogoutIsRevived() {
        created();
        logout(1, "A", Outcome.DONE);
        read(2, "A", CREATED);

        assertThat(violations()).containsExactly(Kind.REVIVED);
    }

    @Test
    void anIdThatIsWrittenToAfterItsRotationIsRevived() {
        created();
        write(1, "A", Action.LOGIN, "user", "s/2", Outcome.DONE, "B");
        write(2, "A", Action.PUT, "x", "s/3", Outcome.DONE, "");

        assertThat(violations()).containsExactly(Kind.REVIVED);
    }

    @Test
    void aWriteThatBeganBeforeARotationBelongsToTheSession() {
        created();
        write(1, "A", Action.LOGIN, "user", "s/2", Outcome.DONE, "B");
        write(1.2, "A", Action.PUT, "y", "s/3", Outcome.DONE, "");
        read(2, "B", Map.of("x", "s/1", "user", "s/2"));

        assertThat(violations()).containsExactly(Kind.LOST_WRITE);
    }

    @Test
    void whatWasOnceMissingAfterALogoutOfUnknownOutcomeStaysSo() {
        created();
        logout(1, "A", Outcome.UNANSWERED);
        read(2, "A", CREATED);
        missing(3, "A");
        read(4, "A", CREATED);

        assertThat(violations()).containsExactly(Kind.REVIVED);
    }

    @Test
    void anIdMayBeMissingAfterARotationOfUnknownOutcome() {
        created();
        write(1, "A", Action.LOGIN, "user", "s/2", Outcome.REFUSED, "");
        missing(2, "A");

        assertThat(violations()).isEmpty();
    }

    @Test
    void aSessionThatNobodyEndedIsLostWhenItIsMissing() {
        created();
        logout(1, "A", Outcome.NOT_SENT);
        missing(2, "A");

        assertThat(violations()).containsExactly(Kind.LOST_SESSION);
    }

    @Test
    void aSessionThatWasNotUsedForItsIdleTimeoutMayBeMissing() {
        created();
        missing(11, "A");

        assertThat(violations()).isEmpty();
    }

    @Test
    void anErrorOfTheNodeIsNoViolationAndAnUnexpectedAnswerIs() {
        created();
        add(1, "A", Action.READ, "", "", Outcome.REFUSED, "", "", Map.of());
        add(2, "A", Action.READ, "", "", Outcome.UNEXPECTED, "", "", Map.of());

        assertThat(violations()).containsExactly(Kind.UNEXPECTED_ANSWER);
    }

    private List<Kind> violations() {
        return new HistoryChecker(Duration.ofSeconds(10))
                .check(history).stream().map(Violation::kind).toList();
    }

    private void created() {
        add(0, "", Action.CREATE, "x", "s/1", Outcome.DONE, "A", "", Map.of());
    }

    private void write(
            double second, String id, Action action, String attribute, String value, Outcome outcome, String newId) {
        add(second, id, action, attribute, value, outcome, newId, "", Map.of());
    }

    private void read(double second, String id, Map<String, String> seen) {
        add(second, id, Action.READ, "", "", Outcome.DONE, "", id, seen);
    }

    private void missing(double second, String id) {
        add(second, id, Action.READ, "", "", Outcome.NO_SESSION, "", "", Map.of());
    }

    private void logout(double second, String id, Outcome outcome) {
        add(second, id, Action.LOGOUT, "", "", outcome, "", "", Map.of());
    }

    private void add(
            double second,
            String id,
            Action action,
            String attribute,
            String value,
            Outcome outcome,
            String newId,
            String seenId,
            Map<String, String> seen) {
        long start = (long) (second * 1e9);
        history.add(new Exchange(
                "s", id, action, attribute, value, 0, start, start + 500_000_000, 0, outcome, newId, seenId, seen));
    }
}
