package io.github.dynamosessions.model;

/**
 * After a creation with the ID of a session in the other context, before it is acknowledged: that session must still open
 * to the cookie, and its idVersion is raised, so that a rotation which has not seen the new session is refused.
 *
 * @param stored the new item as this request knows it
 */
record Confirming(Operation.Get operation, Cookie cookie, Item stored) implements Task {

    private static final int ROUNDS = 4;

    static Step start(Move move, Cookie cookie, Item stored) {
        return Step.call(new Confirming(new Operation.Get(1 - move.script().context()), cookie, stored));
    }

    @Override
    public Step answered(Move move, Answer answer) {
        return read(move, answer.item(), 0);
    }

    private Step read(Move move, Item other, int round) {
        if (round >= ROUNDS) {
            return unanswered(move);
        }
        if (other.live() && other.expiredAt(move.now())) {
            return withdraw(move, stored, 0);
        }
        if (other.opensTo(cookie.secret())) {
            return Step.call(new Raising(
                    new Update(
                            operation.context(),
                            new Update.Expected(0, 0, other.idVersion(), 0, 0, null, null),
                            new Update.Assigned(0, 0, 0, 0, 0, 0, true, Update.Collapse.NO)),
                    this,
                    round));
        }
        return other.opensTo(cookie.former())
                ? Step.call(new RollingForward(
                        Admission.rollForward(move, other, operation.context(), cookie.secret()), this, round))
                : withdraw(move, stored, 0);
    }

    private Step withdraw(Move move, Item known, int round) {
        if (move.is(Mutant.CREATION_IS_NOT_WITHDRAWN)) {
            return move.finish(Outcome.UNAVAILABLE);
        }
        int context = move.script().context();
        int call = move.is(Mutant.ONE_TOKEN_FOR_ALL_CALLS) ? 4 : 4 + round;
        return Step.call(new Withdrawing(
                new Operation.End(
                        context, move.token(context, call), Operation.Cause.WITHDRAWAL, known.version(), 0, 0, false),
                this,
                round));
    }

    @Override
    public Step unanswered(Move move) {
        move.leavesBehind();
        return move.finish(Outcome.UNAVAILABLE);
    }

    /** Raises idVersion in the other context. */
    record Raising(Update operation, Confirming confirming, int round) implements Task {
        @Override
        public Step answered(Move move, Answer answer) {
            if (answer.passed()) {
                move.made();
                return move.finish(Outcome.OK);
            }
            return answer.item().opensTo(confirming.cookie.secret())
                    ? confirming.read(move, answer.item(), round + 1)
                    : confirming.withdraw(move, confirming.stored, 0);
        }

        @Override
        public Step unanswered(Move move) {
            return confirming.unanswered(move);
        }
    }

    /** The session of the other context still has the former secret of a cookie of both. */
    record RollingForward(Update operation, Confirming confirming, int round) implements Task {
        @Override
        public Step answered(Move move, Answer answer) {
            Item other = answer.passed() ? operation.apply(answer.item()) : answer.item();
            return confirming.read(move, other, round + 1);
        }

        @Override
        public Step unanswered(Move move) {
            return confirming.unanswered(move);
        }
    }

    /** Ends the new session, as long as its cookie opens it. */
    record Withdrawing(Operation.End operation, Confirming confirming, int round) implements Task {
        @Override
        public Step answered(Move move, Answer answer) {
            Item found = answer.item();
            if (answer.passed() || !found.opensTo(confirming.cookie.secret())) {
                return move.finish(Outcome.UNAVAILABLE);
            }
            return round + 1 < ROUNDS ? confirming.withdraw(move, found, round + 1) : confirming.unanswered(move);
        }

        @Override
        public Step unanswered(Move move) {
            return confirming.unanswered(move);
        }
    }
}
