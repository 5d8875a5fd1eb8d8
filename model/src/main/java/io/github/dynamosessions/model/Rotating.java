package io.github.dynamosessions.model;

/**
 * Session ID rotation: one update for each context, in the same order for all requests. The one of the own context
 * carries the changes of the request.
 *
 * @param own absent if the request creates it afterwards
 * @param other absent unless the rotation covers the other context
 * @param index how many contexts are behind it
 * @param rotated whether one of them has the new secret now
 * @param ended whether the own session was ended by another request meanwhile
 * @param unused chunks that are deleted after the rotation: those that it has replaced, and those of earlier rounds
 */
record Rotating(
        Update operation,
        Item own,
        Item other,
        Wish wish,
        int index,
        boolean rotated,
        boolean ended,
        int round,
        int unused)
        implements Task {

    private static final int ROUNDS = 3;

    static Step start(Move move, Item own, Item other, Wish wish) {
        Rotating first =
                new Rotating(update(move, own, other, wish, 0), own, other, wish, 0, false, false, 0, Chunks.NONE);
        return wish.chunks() == 0 ? Step.call(first) : PuttingChunks.start(move, wish.chunks(), first);
    }

    private static int context(Move move, Item own, Item other, int index) {
        int mine = move.script().context();
        if (!other.live()) {
            return mine;
        }
        if (!own.live()) {
            return 1 - mine;
        }
        int first = move.is(Mutant.OWN_ITEM_FIRST) ? mine : 0;
        return index == 0 ? first : 1 - first;
    }

    private static Update update(Move move, Item own, Item other, Wish wish, int index) {
        int context = context(move, own, other, index);
        int secret = move.script().secret();
        boolean compared = !move.is(Mutant.ROTATION_WITHOUT_ID_VERSION);
        if (context != move.script().context()) {
            return new Update(
                    context,
                    new Update.Expected(0, 0, compared ? other.idVersion() : 0, 0, 0, null, null),
                    new Update.Assigned(0, 0, 0, 0, 0, secret, true, Update.Collapse.NO));
        }
        return new Update(
                context, wish.expected(move, own, compared ? own.idVersion() : 0), wish.assigned(move, own, secret));
    }

    private boolean atOwn(Move move) {
        return operation.context() == move.script().context();
    }

    private Item target(Move move) {
        return atOwn(move) ? own : other;
    }

    @Override
    public Step answered(Move move, Answer answer) {
        Item found = answer.item();
        int secret = move.script().secret();
        if (answer.passed() || found.opensTo(secret)) {
            return done(move);
        }
        if (!found.live() || atOwn(move) && found.expiredAt(wish.accessed())) {
            return ended(move);
        }
        if (found.idVersion() == target(move).idVersion()) {
            return round + 1 < ROUNDS ? again(move, answer) : failed(move);
        }
        if (move.is(Mutant.FOLLOWS_AFTER_LOST_RACE) && atOwn(move) && round + 1 < ROUNDS) {
            return again(move, answer);
        }
        return lost(move);
    }

    /** The own item was written since it was read. */
    private Step again(Move move, Answer answer) {
        Item found = answer.item();
        Wish left = wish.against(move, own, found);
        boolean newChunks = left.chunks() != 0 && answer.inDoubt() && !move.is(Mutant.REUSES_CHUNKS_IN_DOUBT);
        Wish next = newChunks ? left.chunks(Chunks.of(move.request, round + 1)) : left;
        Rotating task = new Rotating(
                update(move, found, other, next, index),
                found,
                other,
                next,
                index,
                rotated,
                ended,
                round + 1,
                newChunks ? unused | Chunks.key(left.chunks()) : unused);
        return newChunks ? PuttingChunks.start(move, next.chunks(), task) : Step.call(task);
    }

    /** This context has the new secret. */
    Step done(Move move) {
        int replaced =
                atOwn(move) && wish.a() != 0 ? unused | Chunks.key(own.a().chunks()) : unused;
        return next(move, true, ended, replaced);
    }

    /** The session of this context has ended meanwhile. */
    Step ended(Move move) {
        return atOwn(move)
                ? next(move, rotated, true, unused | Chunks.key(wish.chunks()))
                : next(move, rotated, ended, unused);
    }

    private Step next(Move move, boolean nowRotated, boolean nowEnded, int nowUnused) {
        if (index + 1 < (own.live() && other.live() ? 2 : 1)) {
            return Step.call(new Rotating(
                    update(move, own, other, wish, index + 1),
                    own,
                    other,
                    wish,
                    index + 1,
                    nowRotated,
                    nowEnded,
                    0,
                    nowUnused));
        }
        if (!own.live()) {
            return nowRotated ? Creating.start(move, inDoubt(move.script()), true) : notStored(move);
        }
        Cookie cookie = nowRotated ? Cookie.of(move.script().secret()) : null;
        move.respond(nowEnded ? Outcome.DROPPED : Outcome.OK, cookie);
        return DeletingChunks.start(move, nowUnused);
    }

    /** Another request has rotated or fenced. */
    private Step lost(Move move) {
        return rotated ? inDoubt(move) : notStored(move);
    }

    /** No attempt of it can be executed any more. */
    private Step notStored(Move move) {
        move.respond(Outcome.UNAVAILABLE, null);
        return DeletingChunks.start(move, unused | Chunks.key(wish.chunks()));
    }

    /** The other context may have the new secret already. */
    private Step failed(Move move) {
        return rotated ? inDoubt(move) : move.finish(Outcome.UNAVAILABLE);
    }

    Step inDoubt(Move move) {
        return move.is(Mutant.NO_COOKIE_IN_DOUBT)
                ? move.finish(Outcome.UNAVAILABLE)
                : move.finish(Outcome.IN_DOUBT, inDoubt(move.script()));
    }

    private Cookie inDoubt(Script script) {
        return new Cookie(script.secret(), own.live() ? own.secret() : other.secret());
    }

    @Override
    public Step unanswered(Move move) {
        return move.is(Mutant.NO_FENCE) ? failed(move) : Fencing.start(move, this);
    }

    /** Makes sure that no delayed attempt of the rotation can be executed any more. */
    record Fencing(Update operation, Rotating rotating) implements Task {

        static Step start(Move move, Rotating rotating) {
            int idVersion = rotating.target(move).idVersion();
            return Step.call(new Fencing(
                    new Update(
                            rotating.operation.context(),
                            new Update.Expected(0, 0, idVersion, 0, 0, null, null),
                            new Update.Assigned(0, 0, 0, 0, 0, 0, true, Update.Collapse.NO)),
                    rotating));
        }

        @Override
        public Step answered(Move move, Answer answer) {
            if (answer.passed()) {
                return rotating.lost(move);
            }
            if (answer.item().opensTo(move.script().secret())) {
                return rotating.done(move);
            }
            return answer.item().live() ? rotating.lost(move) : rotating.ended(move);
        }

        @Override
        public Step unanswered(Move move) {
            return rotating.inDoubt(move);
        }
    }
}
