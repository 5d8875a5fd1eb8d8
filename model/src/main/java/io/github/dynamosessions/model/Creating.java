package io.github.dynamosessions.model;

/**
 * A new session. What the call brings back decides: absent, the own earlier attempt, a session of a parallel request,
 * a tombstone, or a session that opens to another secret.
 *
 * @param cookie what opens it; with the former secret, if the request has rotated the ID in the other context first
 * @param joins whether it takes over the ID of the session in the other context
 */
record Creating(Operation.Create operation, Cookie cookie, boolean joins, int round) implements Task {

    private static final int ROUNDS = 4;

    static Step start(Move move, Cookie cookie, boolean joins) {
        return go(move, cookie, joins, 0, 1, 0);
    }

    private static Step go(Move move, Cookie cookie, boolean joins, int over, int version, int round) {
        Script script = move.script();
        int value = Values.first(move.request);
        Item item = Item.created(
                cookie.secret(),
                move.is(Mutant.CREATION_STARTS_AT_ONE) ? 1 : version,
                new Attribute(script.setsA() ? value : 0, 0, 0),
                new Attribute(script.setsB() ? value : 0, 0, 0),
                move.scenario.expires() ? move.now() + Scenario.IDLE + Scenario.TOUCH : 0,
                Scenario.IDLE);
        Operation.Create create = new Operation.Create(
                script.context(),
                item,
                over,
                joins && !move.is(Mutant.CREATION_LEAVES_OTHER_CONTEXT_ALONE) ? cookie.secret() : 0,
                move.is(Mutant.CREATES_OVER_EVERY_TOMBSTONE));
        move.creates();
        return Step.call(new Creating(create, cookie, joins, round));
    }

    @Override
    public Step answered(Move move, Answer answer) {
        Item found = answer.item();
        if (answer.passed()) {
            return created(move, cookie);
        }
        if (round + 1 >= ROUNDS) {
            return refused(move);
        }
        boolean otherChanged = operation.beside() != 0 && !answer.beside().opensTo(operation.beside());
        if (otherChanged && !found.live()) {
            return refused(move);
        }
        return switch (found.kind()) {
            case ABSENT -> go(move, cookie, joins, 0, 1, round + 1);
            case TOMBSTONE ->
                joins && !move.is(Mutant.CREATION_STOPS_AT_TOMBSTONE)
                        ? go(move, cookie, joins, found.token(), found.version() + 1, round + 1)
                        : move.finish(Outcome.DROPPED);
            case LIVE ->
                found.expiredAt(move.now())
                        ? endExpired(move, found)
                        : found.opensTo(cookie.secret()) ? join(move, found) : otherSecret(move, found);
        };
    }

    static Step created(Move move, Cookie cookie) {
        boolean sets = move.script().context() == 0 || move.script().rotatesFirst();
        return move.finish(Outcome.OK, sets ? Cookie.of(cookie.secret()) : null);
    }

    /** If the other context has a new secret already, the client needs it. */
    static Step refused(Move move, Cookie cookie) {
        return move.script().rotatesFirst() ? move.finish(Outcome.IN_DOUBT, cookie) : move.finish(Outcome.UNAVAILABLE);
    }

    private Step refused(Move move) {
        return refused(move, cookie);
    }

    /** The own earlier attempt, or a parallel request, has created it: the rest is a write. */
    private Step join(Move move, Item found) {
        Script script = move.script();
        int value = Values.first(move.request);
        Wish wish = new Wish(script.setsA() ? value : 0, script.setsB() ? value : 0, 0, move.now(), 0, 0)
                .against(move, operation.item(), found);
        return wish.isEmpty() ? created(move, cookie) : Writing.start(move, found, wish, this);
    }

    private Step endExpired(Move move, Item found) {
        int context = move.script().context();
        return Step.call(new Replacing(
                new Operation.End(
                        context, move.token(context, 0), Operation.Cause.EXPIRY, found.version(), 0, 0, false),
                this));
    }

    private Step otherSecret(Move move, Item found) {
        if (!move.is(Mutant.CREATION_ENDS_OTHER_SECRET)) {
            return refused(move);
        }
        int context = move.script().context();
        return Step.call(new Replacing(
                new Operation.End(
                        context, move.token(context, 4 + round), Operation.Cause.LOGOUT, found.version(), 0, 0, false),
                this));
    }

    @Override
    public Step unanswered(Move move) {
        if (move.is(Mutant.RETRIES_AFTER_RESPONSE) && !move.trail().answered()) {
            move.respond(Outcome.LOGGED, cookie);
            return Step.call(this); // once more, at the end of the request
        }
        return move.scenario.log ? move.finish(Outcome.LOGGED, cookie) : refused(move);
    }

    /** Ends a session that has expired, or, breaking the protocol on purpose, one that opens to another secret. */
    record Replacing(Operation.End operation, Creating creating) implements Task {
        @Override
        public Step answered(Move move, Answer answer) {
            return go(move, creating.cookie, creating.joins, 0, 1, creating.round + 1);
        }

        @Override
        public Step unanswered(Move move) {
            return creating.refused(move);
        }
    }
}
