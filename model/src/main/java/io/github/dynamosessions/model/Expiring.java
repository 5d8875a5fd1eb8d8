package io.github.dynamosessions.model;

/**
 * Ends a session that has expired. The version is compared: the item is as read, and a caller that recognises its token
 * later knows what it has ended.
 *
 * @param known the item as read
 * @param cookie null for the scavenger
 * @param own the verified item of the own context, if that of the other one is ended
 */
record Expiring(Operation.End operation, Item known, Cookie cookie, Item own, int round) implements Task {

    static Step start(Move move, Cookie cookie, Item known, Item own, int round) {
        int mine = move.script().context();
        int context = own == null ? mine : 1 - mine;
        boolean expiryOnly = move.is(Mutant.TOMBSTONE_OF_EXPIRY_WITH_VERSION_READ_BEFORE)
                || move.is(Mutant.TOMBSTONE_OF_EXPIRY_WITHOUT_VERSION);
        int version = move.is(Mutant.TOMBSTONE_OF_EXPIRY_WITHOUT_VERSION) ? 1 : known.version() + 1;
        Operation.End end = new Operation.End(
                context,
                move.token(context, 1 + round),
                Operation.Cause.EXPIRY,
                expiryOnly || move.is(Mutant.EXPIRY_WITHOUT_VERSION) ? 0 : known.version(),
                expiryOnly ? move.now() : 0,
                expiryOnly ? version : 0,
                move.is(Mutant.DELETE_INSTEAD_OF_TOMBSTONE));
        if (cookie != null) {
            move.judgedExpired(known);
        }
        return Step.call(new Expiring(end, known, cookie, own, round));
    }

    @Override
    public Step answered(Move move, Answer answer) {
        Item found = answer.item();
        if (!answer.passed() && found.live()) {
            return written(move, found);
        }
        if (answer.passed() || found.endedBy(operation.token()) || move.is(Mutant.EVERY_TOMBSTONE_IS_MINE)) {
            return ended(move, answer.passed() ? operation.token() : found.token());
        }
        return gone(move);
    }

    /** It was written since it was read. */
    private Step written(Move move, Item found) {
        if (cookie == null) {
            return move.finish(Outcome.OK);
        }
        return own == null
                ? Admission.read(move, cookie, found, round + 1)
                : Admission.readOther(move, cookie, own, found, round + 1);
    }

    private Step ended(Move move, int token) {
        move.notifyListeners(token);
        if (cookie == null) {
            move.respond(Outcome.OK, null);
            return DeletingChunks.start(move, known.chunks());
        }
        return gone(move);
    }

    private Step gone(Move move) {
        if (cookie == null) {
            return move.finish(Outcome.OK);
        }
        return own == null ? Admission.noSession(move, cookie, Item.ABSENT) : Admission.act(move, own, Item.ABSENT);
    }

    @Override
    public Step unanswered(Move move) {
        return Step.call(new LookingForToken(new Operation.Get(operation.context()), this));
    }

    /** After an end without an answer: the token in the tombstone tells whether it was executed. */
    record LookingForToken(Operation.Get operation, Expiring end) implements Task {
        @Override
        public Step answered(Move move, Answer answer) {
            return answer.item().endedBy(end.operation.token())
                    ? end.ended(move, end.operation.token())
                    : move.finish(Outcome.UNAVAILABLE);
        }

        @Override
        public Step unanswered(Move move) {
            return move.finish(Outcome.UNAVAILABLE);
        }
    }
}
