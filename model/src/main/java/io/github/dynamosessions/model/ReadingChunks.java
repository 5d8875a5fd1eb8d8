package io.github.dynamosessions.model;

/** Reads a large value, some time after the item that refers to it. */
record ReadingChunks(Operation.GetChunks operation, Item item, int admittedIdVersion, int round) implements Task {

    private static final int ROUNDS = 4;

    static Step start(Move move, Item item) {
        return next(move, item, item.idVersion(), 0);
    }

    private static Step next(Move move, Item item, int admittedIdVersion, int round) {
        int key = item.a().chunks();
        return key == 0
                ? move.finish(Outcome.OK)
                : Step.call(new ReadingChunks(
                        new Operation.GetChunks(move.script().context(), key), item, admittedIdVersion, round));
    }

    @Override
    public Step answered(Move move, Answer answer) {
        if (answer.passed()) {
            move.obtained(item.a().value());
            return move.finish(Outcome.OK);
        }
        return Step.call(new ReadingAgain(new Operation.Get(move.script().context()), this));
    }

    @Override
    public Step unanswered(Move move) {
        return move.finish(Outcome.UNAVAILABLE);
    }

    /** The chunks are missing: the value may have been replaced meanwhile. */
    record ReadingAgain(Operation.Get operation, ReadingChunks missing) implements Task {
        @Override
        public Step answered(Move move, Answer answer) {
            Item found = answer.item();
            if (!found.live()) {
                return move.finish(Outcome.DROPPED);
            }
            if (found.idVersion() != missing.admittedIdVersion && !move.is(Mutant.READER_IGNORES_ID_VERSION)) {
                return move.finish(Outcome.UNAVAILABLE);
            }
            if (found.a().chunks() == missing.item.a().chunks()
                    || missing.round == 1 && move.is(Mutant.MISSING_TWICE_IS_UNREADABLE)) {
                return move.finish(Outcome.UNREADABLE);
            }
            return missing.round + 1 < ROUNDS
                    ? next(move, found, missing.admittedIdVersion, missing.round + 1)
                    : move.finish(Outcome.UNAVAILABLE);
        }

        @Override
        public Step unanswered(Move move) {
            return move.finish(Outcome.UNAVAILABLE);
        }
    }
}
