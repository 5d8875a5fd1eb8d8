package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.it.Exchange.Action;
import io.github.dynamosessions.it.Exchange.Outcome;
import io.github.dynamosessions.it.Violation.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which ids of one session are answered. */
class LifeCheckerIT {

    private static final Map<String, String> CREATED = SampleHistory.CREATED;

    private final SampleHistory history = new SampleHistory();

    @Test
    void anIdThatIsAnsweredAfterItsLogoutIsRevived() {
        history.created();
        history.logout(1, "A", Outcome.DONE);
        history.read(2, "A", CREATED);

        assertThat(history.violations()).containsExactly(Kind.REVIVED);
    }

    @Test
    void anIdThatIsWrittenToAfterItsRotationIsRevived() {
        history.created();
        history.write(1, "A", Action.LOGIN, "user", "s/2", Outcome.DONE, "B");
        history.write(2, "A", Action.PUT, "x", "s/3", Outcome.DONE, "");

        assertThat(history.violations()).containsExactly(Kind.REVIVED);
    }

    @Test
    void whatWasOnceMissingAfterALogoutOfUnknownOutcomeStaysSo() {
        history.created();
        history.logout(1, "A", Outcome.UNANSWERED);
        history.read(2, "A", CREATED);
        history.missing(3, "A");
        history.read(4, "A", CREATED);

        assertThat(history.violations()).containsExactly(Kind.REVIVED);
    }

    @Test
    void aSessionThatNobodyEndedIsLostWhenItIsMissing() {
        history.created();
        history.logout(1, "A", Outcome.NOT_SENT);
        history.missing(2, "A");

        assertThat(history.violations()).containsExactly(Kind.LOST_SESSION);
    }

    @Test
    void aSessionMayBeMissingAfterALogoutThatWasRefused() {
        history.created();
        history.logout(1, "A", Outcome.REFUSED);
        history.missing(2, "A");
        assertThat(history.violations()).isEmpty();
    }

    @Test
    void aSessionThatWasWrittenSinceALogoutWasRefusedIsLostWhenItIsMissing() {
        history.created();
        history.logout(1, "A", Outcome.REFUSED);
        history.write(2, "A", Action.PUT, "x", "s/2", Outcome.DONE, "");
        history.missing(3, "A");

        assertThat(history.violations()).containsExactly(Kind.LOST_SESSION);
    }

    @Test
    void aSessionThatWasNotUsedForItsIdleTimeoutMayBeMissing() {
        history.created();
        history.missing(11, "A");

        assertThat(history.violations()).isEmpty();
    }

    @Test
    void anIdMayBeMissingAfterALoginWithoutAnAnswer() {
        history.created();
        history.write(1, "A", Action.LOGIN, "user", "s/2", Outcome.UNANSWERED, "");
        history.missing(2, "A");

        assertThat(history.violations()).isEmpty();
    }

    @Test
    void anIdThatIsMissingAfterALoginThatWasRefusedIsLost() {
        history.created();
        history.write(1, "A", Action.LOGIN, "user", "s/2", Outcome.REFUSED, "");
        history.missing(2, "A");

        assertThat(history.violations()).containsExactly(Kind.LOST_SESSION);
    }

    @Test
    void aLoginThatWasRefusedWithACookieLeavesThatOneAlive() {
        history.created();
        history.write(1, "A", Action.LOGIN, "user", "s/2", Outcome.REFUSED, "B~A");
        history.missing(2, "A");
        history.missing(3, "B~A");

        assertThat(history.violations()).containsExactly(Kind.LOST_SESSION);
    }

    @Test
    void whicheverOfTwoIdsANodeSettlesOnLives() {
        history.created();
        history.write(1, "A", Action.LOGIN, "user", "s/2", Outcome.REFUSED, "B~A");
        history.write(2, "B~A", Action.PUT, "x", "s/3", Outcome.DONE, "A");
        history.missing(3, "B");
        history.missing(4, "A");

        assertThat(history.violations()).containsExactly(Kind.LOST_SESSION);
    }

    @Test
    void theOtherOfTwoIdsIsRevivedWhenItIsAnswered() {
        history.created();
        history.write(1, "A", Action.LOGIN, "user", "s/2", Outcome.REFUSED, "B~A");
        history.write(2, "B~A", Action.PUT, "x", "s/3", Outcome.DONE, "B");
        history.read(3, "A", Map.of("x", "s/3"));

        assertThat(history.violations()).containsExactly(Kind.REVIVED);
    }

    @Test
    void aCookieOfTwoIdsIsDeadWhenBothAre() {
        history.created();
        history.write(1, "A", Action.LOGIN, "user", "s/2", Outcome.REFUSED, "B~A");
        history.write(2, "B~A", Action.PUT, "x", "s/3", Outcome.DONE, "A");
        history.write(3, "B~A", Action.PUT, "x", "s/4", Outcome.DONE, "A");
        history.logout(4, "A", Outcome.DONE);
        history.write(5, "B~A", Action.PUT, "x", "s/5", Outcome.DONE, "A");

        assertThat(history.violations()).containsExactly(Kind.REVIVED);
    }

    @Test
    void aSessionThatIsAnsweredLongAfterItsLastUseHasExpired() {
        history.created();
        history.read(5, "A", CREATED);
        history.read(18, "A", CREATED);

        assertThat(history.violations()).containsExactly(Kind.EXPIRED);
    }
}
