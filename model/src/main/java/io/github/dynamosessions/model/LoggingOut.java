package io.github.dynamosessions.model;

/**
 * A logout: ends the session of the other context, whichever secret opens it, then its own, and looks into the other
 * context once more.
 *
 * @param known the item that is ended, as read
 */
record LoggingOut(Operation.End operation, Item own, Item known, Phase phase, int round) implements Task {

    private static final int ROUNDS = 4;

    enum Phase {
        OTHER,
        OWN,
        OTHER_AGAIN
    }

    static Step start(Move move, Item own) {
        return move.script().allContexts() ? look(move, own, Phase.OTHER) : end(move, own, own, Phase.OWN, 0);
    }

    private static Step look(Move move, Item own, Phase phase) {
        return Step.call(new Looking(new Operation.Get(1 - move.script().context()), own, phase));
    }

    private static Step end(Move move, Item own, Item known, Phase phase, int round) {
        int mine = move.script().context();
        int context = phase == Phase.OWN ? mine : 1 - mine;
        return Step.call(new LoggingOut(
                new Operation.End(
                        context,
                        move.token(context, phase == Phase.OTHER_AGAIN ? 4 + round : round),
                        Operation.Cause.LOGOUT,
                        move.is(Mutant.LOGOUT_WITHOUT_VERSION) ? 0 : known.version(),
                        0,
                        0,
                        move.is(Mutant.DELETE_INSTEAD_OF_TOMBSTONE)),
                own,
                known,
                phase,
                round));
    }

    private static Step next(Move move, Item own, Phase phase) {
        return switch (phase) {
            case OTHER -> end(move, own, own, Phase.OWN, 0);
            case OWN ->
                move.script().allContexts() && !move.is(Mutant.LOGOUT_LOOKS_ONCE)
                        ? look(move, own, Phase.OTHER_AGAIN)
                        : done(move, own);
            case OTHER_AGAIN -> done(move, own);
        };
    }

    private static Step done(Move move, Item own) {
        move.respond(Outcome.OK, null);
        return DeletingChunks.start(move, own.chunks());
    }

    @Override
    public Step answered(Move move, Answer answer) {
        Item found = answer.item();
        if (answer.passed()) {
            return ended(move, operation.token(), found);
        }
        if (found.live()) {
            return round + 1 < ROUNDS
                    ? end(move, phase == Phase.OWN ? found : own, found, phase, round + 1)
                    : move.finish(Outcome.UNAVAILABLE);
        }
        return found.endedBy(operation.token()) || move.is(Mutant.EVERY_TOMBSTONE_IS_MINE)
                ? ended(move, found.token(), known)
                : next(move, own, phase);
    }

    private Step ended(Move move, int token, Item before) {
        move.notifyListeners(token);
        return next(move, phase == Phase.OWN ? before : own, phase);
    }

    @Override
    public Step unanswered(Move move) {
        if (move.is(Mutant.NOTIFIES_WITHOUT_ANSWER)) {
            move.notifyListeners(operation.token());
        }
        return Step.call(new LookingForToken(new Operation.Get(operation.context()), this));
    }

    /** Reads the other context. */
    record Looking(Operation.Get operation, Item own, Phase phase) implements Task {
        @Override
        public Step answered(Move move, Answer answer) {
            return answer.item().live() ? end(move, own, answer.item(), phase, 0) : next(move, own, phase);
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
