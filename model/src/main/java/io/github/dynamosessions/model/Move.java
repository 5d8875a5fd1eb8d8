package io.github.dynamosessions.model;

/** One step from a state to the next: what happens to the table, to a request, and to what the properties remember. */
final class Move {

    final Scenario scenario;
    final State state;
    final int request;
    private final Properties properties;

    Move(Scenario scenario, State state, int request, Properties properties) {
        this.scenario = scenario;
        this.state = state;
        this.request = request;
        this.properties = properties;
    }

    Script script() {
        return scenario.scripts.get(request);
    }

    Trail trail() {
        return state.trail(request);
    }

    boolean is(Mutant mutant) {
        return scenario.mutants.contains(mutant);
    }

    /** The time on the node of the request. */
    int now() {
        return realTime() + scenario.skew[script().node()];
    }

    int realTime() {
        return Scenario.START + state.now;
    }

    /**
     * A token that only this call knows. A request that ends a session after another one of the same context needs a new
     * token: a creation relies on it.
     *
     * @param call below 8
     */
    int token(int context, int call) {
        return request * 16 + context * 8 + call;
    }

    Answer execute(Operation operation) {
        if (operation instanceof Operation.Write write) {
            Item before = state.item(write.context());
            Item beside = state.item(1 - write.context());
            Item after = write.beside() == 0 || beside.opensTo(write.beside()) ? write.apply(before) : null;
            if (after != null) {
                if (write.beside() != 0) {
                    state.item(1 - write.context(), beside.raised());
                }
                if (scenario.staleReads) {
                    state.formerItem(write.context(), before);
                }
                state.item(write.context(), after);
                properties.written(this, write, before, after);
            }
            return new Answer(after != null, before, beside, false);
        }
        if (operation instanceof Operation.PutChunks put) {
            state.chunks |= Chunks.key(put.key());
        } else if (operation instanceof Operation.DeleteChunks delete) {
            state.chunks &= ~delete.keys();
        } else if (operation instanceof Operation.GetChunks get) {
            return new Answer((state.chunks & Chunks.key(get.key())) != 0, null);
        }
        return new Answer(true, state.item(operation.context()));
    }

    void began(int answered) {
        state.trail(request, trail().begin(answered, state.history().cookie().secret()));
    }

    /** The request is let in: it has presented the right secret. */
    void admitted(Item item) {
        properties.admitted(this, item);
        state.trail(
                request,
                trail().admitted(
                                item.secret(),
                                scenario.expires() ? realTime() : 0,
                                scenario.returns ? item.a().value() : 0));
    }

    void rolledForward() {
        state.trail(request, trail().rolledForward());
    }

    /** A creation is sent: it must not be executed after a later end. */
    void creates() {
        state.trail(request, trail().wroteIn(state.history().ends(script().context())));
    }

    /** A request that is not let in since the session has expired. */
    void judgedExpired(Item item) {
        properties.expired(this, item);
    }

    /** A request reads this value, some time after it was let in. */
    void obtained(int value) {
        properties.obtained(this, value);
    }

    void notifyListeners(int token) {
        properties.notified(this, token);
        state.history(state.history().notify(token));
    }

    /** Answers the request, once; it may go on afterwards. */
    void respond(Outcome outcome, Cookie cookie) {
        if (trail().answered()) {
            return;
        }
        properties.answered(this, outcome);
        state.trail(request, trail().answered(outcome));
        History history = state.history();
        if (cookie != null && !script().firstSecretOnly()) {
            boolean overwrites = outcome == Outcome.IN_DOUBT && history.cookie().secret() != trail().presented();
            history = overwrites ? history.overwritten(cookie) : history.with(cookie);
        } else if (trail().rolled()) {
            history = history.with(Cookie.of(trail().secret()));
        }
        if (outcome == Outcome.OK && scenario.expires()) {
            history = history.access(trail().accessed());
        }
        state.history(history);
    }

    Step finish(Outcome outcome) {
        return finish(outcome, null);
    }

    Step finish(Outcome outcome, Cookie cookie) {
        respond(outcome, cookie);
        return Step.FINISHED;
    }

    void violated(Property property, String detail) {
        properties.violated(property, detail);
    }
}
