package io.github.dynamosessions.model;

/** How a request begins: it reads the item, verifies the secret, and settles what was left in doubt. */
final class Admission {

    private static final int ROUNDS = 3;

    private Admission() {}

    static Step begin(Move move) {
        Script script = move.script();
        if (script.action() == Script.Action.SCAVENGE) {
            return Step.call(new Scavenging(new Operation.Get(script.context())));
        }
        Cookie cookie =
                script.firstSecretOnly() ? Cookie.of(1) : move.state.history().cookie();
        if (script.action() == Script.Action.CREATE && cookie.secret() == 0) {
            return Creating.start(move, Cookie.of(script.secret()), false);
        }
        return cookie.secret() == 0
                ? move.finish(Outcome.NO_SESSION)
                : Step.call(new Reading(new Operation.Get(script.context(), move.scenario.staleReads), cookie));
    }

    /** Reads the item of the own context. */
    record Reading(Operation.Get operation, Cookie cookie) implements Task {
        @Override
        public Step answered(Move move, Answer answer) {
            Item item = answer.item();
            return operation.eventually() && !item.opensTo(cookie.secret()) && !move.is(Mutant.BELIEVES_STALE_MISS)
                    ? Step.call(new Reading(new Operation.Get(operation.context()), cookie))
                    : read(move, cookie, item, 0);
        }

        @Override
        public Step unanswered(Move move) {
            return move.finish(Outcome.UNAVAILABLE);
        }
    }

    /** The own item, just read, or brought back by a refusal. */
    static Step read(Move move, Cookie cookie, Item item, int round) {
        if (item.opensTo(cookie.secret())) {
            return verified(move, cookie, item, round);
        }
        if (item.opensTo(cookie.former())) {
            if (item.expiredAt(move.now())) {
                return noSession(move, cookie, Item.ABSENT); // the scavenger ends it
            }
            int context = move.script().context();
            return round < ROUNDS
                    ? Step.call(
                            new RollingForward(rollForward(move, item, context, cookie.secret()), cookie, null, round))
                    : move.finish(Outcome.UNAVAILABLE);
        }
        return noSession(move, cookie, item);
    }

    /** @param found the item of this context, to which the cookie does not lead */
    static Step noSession(Move move, Cookie cookie, Item found) {
        return move.script().action() == Script.Action.CREATE
                ? Step.call(new InUse(new Operation.Get(1 - move.script().context()), cookie, found.live()))
                : move.finish(Outcome.NO_SESSION);
    }

    private static Step verified(Move move, Cookie cookie, Item item, int round) {
        if (item.expiredAt(move.now())) {
            return round < ROUNDS
                    ? Expiring.start(move, cookie, item, null, round)
                    : noSession(move, cookie, Item.ABSENT);
        }
        move.admitted(item);
        return move.script().allContexts() && move.script().rotates()
                ? Step.call(new ReadingOther(new Operation.Get(1 - move.script().context()), cookie, item))
                : act(move, item, Item.ABSENT);
    }

    /**
     * @param other the item of the other context, if a rotation covers it
     */
    static Step act(Move move, Item own, Item other) {
        Script script = move.script();
        Wish wish = Wish.of(move, own);
        if (script.rotates()) {
            return Rotating.start(move, own, other, wish);
        }
        return switch (script.action()) {
            case WRITE, CREATE, CHANGE_IDLE, READ -> Writing.start(move, own, wish, null);
            case READ_LARGE -> ReadingChunks.start(move, own);
            case LOGOUT -> LoggingOut.start(move, own);
            case ROTATE, SCAVENGE -> throw new IllegalStateException();
        };
    }

    static Update rollForward(Move move, Item item, int context, int secret) {
        int idVersion = move.is(Mutant.ROLL_FORWARD_WITHOUT_ID_VERSION) ? 0 : item.idVersion();
        return new Update(
                context,
                new Update.Expected(0, 0, idVersion, 0, 0, null, null),
                new Update.Assigned(0, 0, 0, 0, 0, secret, true, Update.Collapse.NO));
    }

    /**
     * The item still has the former secret: the rotation is made now.
     *
     * @param own the verified item of the own context, if the item of the other is rolled forward
     */
    record RollingForward(Update operation, Cookie cookie, Item own, int round) implements Task {
        @Override
        public Step answered(Move move, Answer answer) {
            Item item = answer.passed() ? operation.apply(answer.item()) : answer.item();
            if (own != null) {
                return readOther(move, cookie, own, item, round + 1);
            }
            if (move.is(Mutant.PLAIN_COOKIE_AFTER_ROLL_FORWARD)) {
                move.rolledForward();
            }
            return read(move, cookie, item, round + 1);
        }

        @Override
        public Step unanswered(Move move) {
            return move.finish(Outcome.UNAVAILABLE);
        }
    }

    /** Reads the item of the other context for a rotation that covers both. */
    record ReadingOther(Operation.Get operation, Cookie cookie, Item own) implements Task {
        @Override
        public Step answered(Move move, Answer answer) {
            return readOther(move, cookie, own, answer.item(), 0);
        }

        @Override
        public Step unanswered(Move move) {
            return move.finish(Outcome.UNAVAILABLE);
        }
    }

    static Step readOther(Move move, Cookie cookie, Item own, Item other, int round) {
        if (!other.live()) {
            return act(move, own, Item.ABSENT);
        }
        if (!cookie.has(other.secret())) { // another request is changing the ID, or has left this item behind
            return move.is(Mutant.IGNORES_OTHER_SECRET)
                    ? act(move, own, Item.ABSENT)
                    : move.finish(Outcome.UNAVAILABLE);
        }
        boolean former = !other.opensTo(cookie.secret());
        if (other.expiredAt(move.now())) {
            return former || round >= ROUNDS
                    ? act(move, own, Item.ABSENT)
                    : Expiring.start(move, cookie, other, own, round);
        }
        if (!former) {
            return act(move, own, other);
        }
        if (move.is(Mutant.ROTATES_WITHOUT_ROLLING_FORWARD)) {
            return act(move, own, Item.ABSENT);
        }
        int context = 1 - move.script().context();
        return round < ROUNDS
                ? Step.call(new RollingForward(rollForward(move, other, context, own.secret()), cookie, own, round))
                : move.finish(Outcome.UNAVAILABLE);
    }

    private static Step rotateFirst(Move move, Cookie cookie, Item other) {
        return move.script().rotatesFirst()
                ? Rotating.start(move, Item.ABSENT, other, new Wish(0, 0, 0, 0, 0, 0))
                : Creating.start(move, cookie, true);
    }

    /**
     * A creation that rotates the other context first: the own one must still have no session, as of when the other was read.
     * One that is created later raises idVersion there, and the rotation is refused.
     */
    record LookingAgain(Operation.Get operation, Item other) implements Task {
        @Override
        public Step answered(Move move, Answer answer) {
            return answer.item().live()
                    ? move.finish(Outcome.UNAVAILABLE)
                    : rotateFirst(move, Cookie.of(other.secret()), other);
        }

        @Override
        public Step unanswered(Move move) {
            return move.finish(Outcome.UNAVAILABLE);
        }
    }

    /** The other context has the former secret: the rotation is made before the creation. */
    record RollingForwardFirst(Update operation, InUse inUse) implements Task {
        @Override
        public Step answered(Move move, Answer answer) {
            Item other = answer.passed() ? operation.apply(answer.item()) : answer.item();
            return inUse.answered(move, new Answer(true, other));
        }

        @Override
        public Step unanswered(Move move) {
            return move.finish(Outcome.UNAVAILABLE);
        }
    }

    /**
     * Whether the other context has a session under the client's cookie: a new session of this context takes over its
     * selector and secret.
     *
     * @param notOpened whether this context has a session that opens to another secret
     */
    record InUse(Operation.Get operation, Cookie cookie, boolean notOpened) implements Task {
        @Override
        public Step answered(Move move, Answer answer) {
            Item other = answer.item();
            if (!other.live() || !cookie.has(other.secret()) || other.expiredAt(move.now())) {
                return move.finish(Outcome.NO_SESSION); // takes a new selector: another session, not modelled
            }
            if (notOpened) {
                return move.finish(
                        move.is(Mutant.NEW_ID_BESIDE_OTHER_SECRET) ? Outcome.NO_SESSION : Outcome.UNAVAILABLE);
            }
            if (other.opensTo(cookie.secret())) {
                move.admitted(other);
            } else {
                Update update = rollForward(move, other, operation.context(), cookie.secret());
                return Step.call(new RollingForwardFirst(update, this));
            }
            return move.script().rotatesFirst() && !move.is(Mutant.ROTATES_FIRST_WITHOUT_LOOKING_AGAIN)
                    ? Step.call(new LookingAgain(new Operation.Get(move.script().context()), other))
                    : rotateFirst(move, cookie, other);
        }

        @Override
        public Step unanswered(Move move) {
            return move.finish(Outcome.UNAVAILABLE);
        }
    }
}
