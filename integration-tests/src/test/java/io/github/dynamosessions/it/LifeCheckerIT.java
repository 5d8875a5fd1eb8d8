package io.github.dynamosessions.it;

import static io.github.dynamosessions.it.SampleHistory.BOTH;
import static io.github.dynamosessions.it.SampleHistory.NEW;
import static io.github.dynamosessions.it.SampleHistory.OLD;
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
        history.logout(1, OLD, Outcome.DONE);
        history.read(2, OLD, CREATED);

        assertThat(history.violations()).containsExactly(Kind.REVIVED);
    }

    @Test
    void anIdThatIsWrittenToAfterItsRotationIsRevived() {
        history.created();
        history.write(1, OLD, Action.LOGIN, "user", "s/2", Outcome.DONE, NEW);
        history.write(2, OLD, Action.PUT, "x", "s/3", Outcome.DONE, "");

        assertThat(history.violations()).containsExactly(Kind.REVIVED);
    }

    @Test
    void whatWasOnceMissingAfterALogoutOfUnknownOutcomeStaysSo() {
        history.created();
        history.logout(1, OLD, Outcome.UNANSWERED);
        history.read(2, OLD, CREATED);
        history.missing(3, OLD);
        history.read(4, OLD, CREATED);

        assertThat(history.violations()).containsExactly(Kind.REVIVED);
    }

    @Test
    void aSessionThatNobodyEndedIsLostWhenItIsMissing() {
        history.created();
        history.logout(1, OLD, Outcome.NOT_SENT);
        history.missing(2, OLD);

        assertThat(history.violations()).containsExactly(Kind.LOST_SESSION);
    }

    @Test
    void aSessionMayBeMissingAfterALogoutThatWasRefused() {
        history.created();
        history.logout(1, OLD, Outcome.REFUSED);
        history.missing(2, OLD);
        assertThat(history.violations()).isEmpty();
    }

    @Test
    void aSessionThatWasWrittenSinceALogoutWasRefusedIsLostWhenItIsMissing() {
        history.created();
        history.logout(1, OLD, Outcome.REFUSED);
        history.write(2, OLD, Action.PUT, "x", "s/2", Outcome.DONE, "");
        history.missing(3, OLD);

        assertThat(history.violations()).containsExactly(Kind.LOST_SESSION);
    }

    @Test
    void aSessionThatWasNotUsedForItsIdleTimeoutMayBeMissing() {
        history.created();
        history.missing(11, OLD);

        assertThat(history.violations()).isEmpty();
    }

    @Test
    void anIdMayBeMissingAfterALoginWithoutAnAnswer() {
        history.created();
        history.write(1, OLD, Action.LOGIN, "user", "s/2", Outcome.UNANSWERED, "");
        history.missing(2, OLD);

        assertThat(history.violations()).isEmpty();
    }

    @Test
    void anIdThatIsMissingAfterALoginThatWasRefusedIsLost() {
        history.created();
        history.write(1, OLD, Action.LOGIN, "user", "s/2", Outcome.REFUSED, "");
        history.missing(2, OLD);

        assertThat(history.violations()).containsExactly(Kind.LOST_SESSION);
    }

    @Test
    void aLoginThatWasRefusedWithACookieLeavesThatOneAlive() {
        history.created();
        history.write(1, OLD, Action.LOGIN, "user", "s/2", Outcome.REFUSED, BOTH);
        history.missing(2, OLD);
        history.missing(3, BOTH);

        assertThat(history.violations()).containsExactly(Kind.LOST_SESSION);
    }

    @Test
    void theFormerOfTwoIdsIsRevivedWhenItIsAnsweredAfterBothWere() {
        history.created();
        history.write(1, OLD, Action.LOGIN, "user", "s/2", Outcome.REFUSED, BOTH);
        history.write(2, BOTH, Action.PUT, "x", "s/3", Outcome.DONE, "");
        history.read(3, OLD, Map.of("x", "s/3"));

        assertThat(history.violations()).containsExactly(Kind.REVIVED);
    }

    @Test
    void theNewOfTwoIdsLivesAfterBothWereAnswered() {
        history.created();
        history.write(1, OLD, Action.LOGIN, "user", "s/2", Outcome.REFUSED, BOTH);
        history.write(2, BOTH, Action.PUT, "x", "s/3", Outcome.DONE, "");
        history.missing(3, OLD);
        history.missing(4, BOTH);

        assertThat(history.violations()).containsExactly(Kind.LOST_SESSION);
    }

    @Test
    void aCookieOfTwoIdsIsDeadWhenBothAre() {
        history.created();
        history.write(1, OLD, Action.LOGIN, "user", "s/2", Outcome.REFUSED, BOTH);
        history.write(2, BOTH, Action.PUT, "x", "s/3", Outcome.DONE, "");
        history.logout(4, BOTH, Outcome.DONE);
        history.write(5, BOTH, Action.PUT, "x", "s/5", Outcome.DONE, "");

        assertThat(history.violations()).containsExactly(Kind.REVIVED);
    }

    @Test
    void aSessionThatIsAnsweredLongAfterItsLastUseHasExpired() {
        history.created();
        history.read(5, OLD, CREATED);
        history.read(18, OLD, CREATED);

        assertThat(history.violations()).containsExactly(Kind.EXPIRED);
    }
}
