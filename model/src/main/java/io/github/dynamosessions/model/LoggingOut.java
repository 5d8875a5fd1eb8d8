package io.github.dynamosessions.model;

/**
 * A logout: ends the sessions of the other context, whichever secret opens them, until there is none, then its own as it
 * was before the last look. A creation in the other context raises the version of this one, so that the end is refused and
 * the logout looks again. If another request has ended the own session, it looks once more after that.
 *
 * @param own the item of the own context as this request knows it
 * @param known the item that is ended, as read
 */
record LoggingOut(Operation.End operation, Item own, Item known, int round) implements Task {

    private static final int ROUNDS = 5;

    static Step start(Move move, Item own) {
        return next(move, own, 0);
    }

    private static Step next(Move move, Item own, int round) {
        if (round >= ROUNDS) {
            return move.finish(Outcome.UNAVAILABLE);
        }
        return move.script().allContexts() && !(round > 0 && move.is(Mutant.LOGOUT_LOOKS_ONCE))
                ? Step.call(new Looking(new Operation.Get(1 - move.script().context()), own, round))
                : endOwn(move, own, round);
    }

    private static Step endOwn(Move move, Item own, int round) {
        return own.live() ? end(move, move.script().context(), own, own, round) : done(move, own);
    }

    private static Step end(Move move, int context, Item own, Item known, int round) {
        return Step.call(new LoggingOut(
                new Operation.End(
                        context,
                        move.token(context, round),
                        Operation.Cause.LOGOUT,
                        move.is(Mutant.LOGOUT_WITHOUT_VERSION) ? 0 : known.version(),
                        0,
                        0,
                        move.is(Mutant.DELETE_INSTEAD_OF_TOMBSTONE)),
                own,
                known,
                round));
    }

    private static Step done(Move move, Item own) {
        move.respond(Outcome.OK, null);
        return DeletingChunks.start(move, own.chunks());
    }

    private boolean endsOwn(Move move) {
        return operation.context() == move.script().context();
    }

    @Override
    public Step answered(Move move, Answer answer) {
        Item found = answer.item();
        if (answer.passed()) {
            return ended(move, operation.token(), found);
        }
        if (!found.live() && (found.endedBy(operation.token()) || move.is(Mutant.EVERY_TOMBSTONE_IS_MINE))) {
            return ended(move, found.token(), known);
        }
        return next(move, endsOwn(move) ? found : own, round + 1);
    }

    private Step ended(Move move, int token, Item before) {
        move.notifyListeners(token);
        return endsOwn(move) ? done(move, before) : next(move, own, round + 1);
    }

    @Override
    public Step unanswered(Move move) {
        if (move.is(Mutant.NOTIFIES_WITHOUT_ANSWER)) {
            move.notifyListeners(operation.token());
        }
        return Step.call(new LookingForToken(new Operation.Get(operation.context()), this));
    }

    /** Reads the other context. */
    record Looking(Operation.Get operation, Item own, int round) implements Task {
        @Override
        public Step answered(Move move, Answer answer) {
            return answer.item().live()
                    ? end(move, operation.context(), own, answer.item(), round)
                    : endOwn(move, own, round);
        }

        @Override
        public Step unanswered(Move move) {
            return move.finish(Outcome.UNAVAILABLE);
        }
    }

    /** After an end without an answer: the token in the tombstone tells whether it was executed. */
    record LookingForToken(Operation.Get operation, LoggingOut end) implements Task {
        @Override
        public Step answered(Move move, Answer answer) {
            return answer.item().endedBy(end.operation.token())
                    ? end.ended(move, end.operation.token(), end.known)
                    : move.finish(Outcome.UNAVAILABLE);
        }

        @Override
        public Step unanswered(Move move) {
            return move.finish(Outcome.UNAVAILABLE);
        }
    }
}
