package io.github.dynamosessions.model;

/**
 * Writes attributes and times against the item as known. A refusal brings the item back, and what is left goes again.
 *
 * @param known the item as read, assumed or brought back by a refusal
 * @param abandoned chunks of earlier rounds
 * @param joining the creation that has found the session to be there already; otherwise null
 * @param second whether it is the second write of a request that writes twice
 */
record Writing(Update operation, Item known, Wish wish, int round, int abandoned, Creating joining, boolean second)
        implements Task {

    static final int ROUNDS = 4;

    static Step start(Move move, Item known, Wish wish, Creating joining) {
        return go(move, known, wish, 0, Chunks.NONE, joining, false, true);
    }

    private static Step go(
            Move move,
            Item known,
            Wish wish,
            int round,
            int abandoned,
            Creating joining,
            boolean second,
            boolean newChunks) {
        if (wish.isEmpty()) {
            return joining == null ? move.finish(Outcome.OK) : Creating.created(move, joining.cookie());
        }
        Update update =
                new Update(move.script().context(), wish.expected(move, known, 0), wish.assigned(move, known, 0));
        Writing writing = new Writing(update, known, wish, round, abandoned, joining, second);
        if (wish.chunks() == 0 || !newChunks) {
            return Step.call(writing);
        }
        int context = move.script().context();
        if (move.is(Mutant.DELETES_CHUNKS_FIRST) && known.a().chunks() != 0) {
            move.execute(
                    new Operation.DeleteChunks(context, Chunks.key(known.a().chunks())));
        }
        return Step.call(new PuttingChunks(new Operation.PutChunks(context, wish.chunks()), writing));
    }

    @Override
    public Step answered(Move move, Answer answer) {
        if (answer.passed()) {
            return wrote(move, operation.apply(known));
        }
        Item found = answer.item();
        if (!found.live() || found.expiredAt(wish.accessed()) || move.is(Mutant.REFUSED_IS_ENDED)) {
            move.respond(Outcome.DROPPED, null);
            return DeletingChunks.start(move, abandoned | Chunks.key(wish.chunks()));
        }
        Wish left = wish.against(move, known, found);
        if (wish.a() != 0 && left.a() == 0 && left.isEmpty()) {
            return wrote(move, found); // an own attempt without an answer
        }
        if (round + 1 >= ROUNDS) {
            return move.finish(Outcome.UNAVAILABLE);
        }
        boolean newChunks = left.chunks() != 0 && answer.inDoubt() && !move.is(Mutant.REUSES_CHUNKS_IN_DOUBT);
        return newChunks
                ? go(
                        move,
                        found,
                        left.chunks(Chunks.of(move.request, round + 1)),
                        round + 1,
                        abandoned | Chunks.key(left.chunks()),
                        joining,
                        second,
                        true)
                : go(move, found, left, round + 1, abandoned, joining, second, false);
    }

    /** @param assumed the item as this request knows it now */
    private Step wrote(Move move, Item assumed) {
        if (move.script().writesTwice() && !second) {
            // Nothing is read: the write is assumed to have raised the version as known by one.
            Wish next = wish.attributes(
                    wish.a() != 0 ? Values.second(move.request) : 0, wish.b() != 0 ? Values.second(move.request) : 0);
            return go(move, assumed == null ? known : assumed, next, 0, Chunks.NONE, joining, true, true);
        }
        if (joining != null) {
            return Creating.created(move, joining.cookie());
        }
        move.respond(Outcome.OK, null);
        int unused = wish.a() == 0 || move.is(Mutant.DELETES_CHUNKS_FIRST)
                ? abandoned
                : abandoned | Chunks.key(known.a().chunks());
        return DeletingChunks.start(move, unused);
    }

    @Override
    public Step unanswered(Move move) {
        return move.finish(move.scenario.log ? Outcome.LOGGED : Outcome.UNAVAILABLE);
    }
}
