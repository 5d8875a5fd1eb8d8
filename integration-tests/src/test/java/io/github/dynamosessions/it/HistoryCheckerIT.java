package io.github.dynamosessions.it;

import static io.github.dynamosessions.it.SampleHistory.NEW;
import static io.github.dynamosessions.it.SampleHistory.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.it.Exchange.Action;
import io.github.dynamosessions.it.Exchange.Outcome;
import io.github.dynamosessions.it.Violation.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the reads of one session show, and all in one. */
class HistoryCheckerIT {

    private static final Map<String, String> CREATED = SampleHistory.CREATED;

    private final SampleHistory history = new SampleHistory();

    @Test
    void aSessionThatIsUsedInTurnBreaksNoPromise() {
        history.created();
        history.write(1, OLD, Action.PUT, "x", "s/2", Outcome.DONE, "");
        history.read(2, OLD, Map.of("x", "s/2"));
        history.write(3, OLD, Action.LOGIN, "user", "s/3", Outcome.DONE, NEW);
        history.missing(4, OLD);
        history.read(5, NEW, Map.of("x", "s/2", "user", "s/3"));
        history.logout(6, NEW, Outcome.DONE);
        history.missing(7, NEW);

        assertThat(history.violations()).isEmpty();
    }

    @Test
    void anAcknowledgedWriteThatIsNotThereIsLost() {
        history.created();
        history.write(1, OLD, Action.PUT, "y", "s/2", Outcome.DONE, "");
        history.read(2, OLD, CREATED);

        assertThat(history.violations()).containsExactly(Kind.LOST_WRITE);
    }

    @Test
    void aWriteOfUnknownOutcomeMayBeThereOrNot() {
        history.created();
        history.write(1, OLD, Action.PUT, "y", "s/2", Outcome.REFUSED, "");
        history.write(2, OLD, Action.PUT, "x", "s/3", Outcome.UNANSWERED, "");
        history.read(3, OLD, CREATED);
        history.read(4, OLD, Map.of("x", "s/3", "y", "s/2"));

        assertThat(history.violations()).isEmpty();
    }

    @Test
    void aWriteThatWasNeverSentIsNotThere() {
        history.created();
        history.write(1, OLD, Action.PUT, "x", "s/2", Outcome.NOT_SENT, "");
        history.read(2, OLD, Map.of("x", "s/2"));

        assertThat(history.violations()).containsExactly(Kind.FOREIGN);
    }

    @Test
    void aValueBeforeTheLastAcknowledgedOneIsStale() {
        history.created();
        history.write(1, OLD, Action.PUT, "x", "s/2", Outcome.DONE, "");
        history.read(2, OLD, CREATED);

        assertThat(history.violations()).containsExactly(Kind.STALE_VALUE);
    }

    @Test
    void aReadDuringAWriteMayShowItOrNot() {
        history.created();
        history.write(1, OLD, Action.PUT, "x", "s/2", Outcome.DONE, "");
        history.read(1.2, OLD, CREATED);
        history.read(1.3, OLD, Map.of("x", "s/2"));

        assertThat(history.violations()).isEmpty();
    }

    @Test
    void ofTwoWritesAtTheSameTimeEitherMayBeTheLast() {
        history.created();
        history.write(1, OLD, Action.PUT, "x", "s/2", Outcome.DONE, "");
        history.write(1.2, OLD, Action.PUT, "x", "s/3", Outcome.DONE, "");
        history.read(2, OLD, Map.of("x", "s/2"));

        assertThat(history.violations()).isEmpty();
    }

    @Test
    void aValueOrAnIdOfAnotherSessionIsForeign() {
        history.created();
        history.read(1, OLD, Map.of("x", "other/1"));
        history.add(2, OLD, Action.READ, "", "", Outcome.DONE, "", "Z", CREATED);
        history.add(3, "", Action.CREATE, "x", "s/4", Outcome.DONE, OLD, "", Map.of());

        assertThat(history.violations()).containsExactlyInAnyOrder(Kind.FOREIGN, Kind.FOREIGN, Kind.FOREIGN);
    }

    @Test
    void aWriteThatBeganBeforeARotationBelongsToTheSession() {
        history.created();
        history.write(1, OLD, Action.LOGIN, "user", "s/2", Outcome.DONE, NEW);
        history.write(1.2, OLD, Action.PUT, "y", "s/3", Outcome.DONE, "");
        history.read(2, NEW, Map.of("x", "s/1", "user", "s/2"));

        assertThat(history.violations()).containsExactly(Kind.LOST_WRITE);
    }

    @Test
    void anErrorOfTheNodeIsNoViolationAndAnUnexpectedAnswerIs() {
        history.created();
        history.add(1, OLD, Action.READ, "", "", Outcome.REFUSED, "", "", Map.of());
        history.add(2, OLD, Action.READ, "", "", Outcome.UNEXPECTED, "", "", Map.of());

        assertThat(history.violations()).containsExactly(Kind.UNEXPECTED_ANSWER);
    }

    @Test
    void aRefusedWriteThatIsThereInPlaceOfALaterAcknowledgedOneIsStale() {
        history.created();
        history.write(1, OLD, Action.PUT, "x", "s/2", Outcome.REFUSED, "");
        history.write(2, OLD, Action.PUT, "x", "s/3", Outcome.DONE, "");
        history.read(3, OLD, Map.of("x", "s/2"));

        assertThat(history.violations()).containsExactly(Kind.STALE_VALUE);
    }

    @Test
    void aWriteWithoutAnAnswerMayComeIntoForceAtAnyTime() {
        history.created();
        history.write(1, OLD, Action.PUT, "x", "s/2", Outcome.UNANSWERED, "");
        history.write(2, OLD, Action.PUT, "x", "s/3", Outcome.DONE, "");
        history.read(3, OLD, Map.of("x", "s/2"));

        assertThat(history.violations()).isEmpty();
    }
}
