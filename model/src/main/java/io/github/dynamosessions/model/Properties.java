package io.github.dynamosessions.model;

/** Judges each step, and with {@link StateProperties} the state that it leads to. Keeps the first violation. */
final class Properties {

    private final Scenario scenario;
    private final StateProperties states;
    private Violation violation;

    Properties(Scenario scenario) {
        this.scenario = scenario;
        states = new StateProperties(scenario, this);
    }

    void check(State state) {
        states.check(state);
    }

    /** What the last step has violated, or null. */
    Violation take() {
        Violation taken = violation;
        violation = null;
        return taken;
    }

    void violated(Property property, String detail) {
        if (violation == null) {
            violation = new Violation(property, detail);
        }
    }

    void violated(Property property, String detail, Object... args) {
        violated(property, String.format(detail, args));
    }

    void written(Move move, Operation.Write write, Item before, Item after) {
        Trail trail = move.trail();
        int context = write.context();
        int ends = move.state.history().ends(context);
        if (write instanceof Update update) {
            int secret = update.assigned().secret();
            if (secret != 0
                    && secret == move.script().secret()
                    && before.secret() != trail.secret()
                    && before.secret() != secret) {
                violated(
                        Property.WAY_BACK,
                        "a request that knew secret %d changes the id of a session that opens to %d",
                        trail.secret(),
                        before.secret());
            }
            if (context == move.script().context()) {
                move.state.trail(move.request, trail.wroteIn(ends));
            }
        } else if (write instanceof Operation.Create) {
            if (ends > trail.life()) {
                violated(Property.REVIVED, "a creation brings the session back after its end");
            }
        } else if (write instanceof Operation.End end) {
            ended(move, end, before);
        }
    }

    private void ended(Move move, Operation.End end, Item before) {
        State state = move.state;
        if (end.cause() == Operation.Cause.EXPIRY) {
            expired(move, before);
        } else if (move.script().action() != Script.Action.LOGOUT) {
            violated(Property.LOST, "a request that is no logout ends the session of context %d", end.context());
        } else if (move.trail().answered()) {
            int ends = state.history().ends(end.context());
            for (int other = 0; other < state.requests(); other++) {
                Trail written = state.trail(other);
                Script script = scenario.scripts.get(other);
                if (other != move.request
                        && written.ok()
                        && written.beganAfter(move.request)
                        && (script.setsA() || script.setsB())
                        && script.context() == end.context()
                        && written.life() == ends) {
                    violated(
                            Property.LATE_END,
                            "the logout of [%d] was answered before [%d] began, and ends what that has written",
                            move.request,
                            other);
                }
            }
        }
        state.history(state.history().end(end.context(), end.token()));
    }

    /** A session is treated as expired. */
    void expired(Move move, Item item) {
        int early = move.state.history().accessed() + item.idle() - move.realTime();
        if (early > scenario.clockDifference()) {
            violated(Property.EXPIRED_EARLY, "%d ticks too early", early);
        }
    }

    void admitted(Move move, Item item) {
        State state = move.state;
        for (int other = 0; other < state.requests(); other++) {
            Script script = scenario.scripts.get(other);
            if (script.rotates()
                    && script.covers(move.script().context())
                    && states.known(state, move.script().context())
                    && state.trail(other).ok()
                    && state.trail(other).secret() == item.secret()
                    && move.trail().beganAfter(other)) {
                violated(Property.WAY_BACK, "secret %d leads to the session after its rotation", item.secret());
            }
        }
    }

    void obtained(Move move, int value) {
        int writer = Values.writer(value);
        if (writer < 0 || writer == move.request) {
            return;
        }
        int later = scenario.scripts.get(writer).rotates()
                ? scenario.scripts.get(writer).secret()
                : move.state.trail(writer).secret();
        if (later > move.trail().secret()) {
            violated(
                    Property.WAY_BACK,
                    "a request that knew secret %d reads what was written under secret %d",
                    move.trail().secret(),
                    later);
        }
    }

    void notified(Move move, int token) {
        History history = move.state.history();
        if ((history.ended() >> token & 1) == 0) {
            violated(Property.NOTIFIED_WITHOUT_END, "[%d] notifies listeners", move.request);
        } else if ((history.notified() >> token & 1) != 0) {
            violated(Property.NOTIFIED_TWICE, "[%d] notifies listeners again", move.request);
        }
        if (Long.bitCount(history.notified() & ~(1L << token)) >= history.ends0() + history.ends1()) {
            violated(Property.NOTIFIED_TWICE, "listeners are notified more often than sessions have ended");
        }
    }

    void answered(Move move, Outcome outcome) {
        int context = move.script().context();
        if (outcome == Outcome.DROPPED
                && move.state.history().ends(context) == 0
                && !move.state.item(context).expiredAt(move.now())) {
            violated(Property.DROPPED_ALIVE, "[%d] drops its changes", move.request);
        }
        boolean reads = !move.script().firstSecretOnly() && move.script().action() != Script.Action.CREATE;
        if (outcome == Outcome.NO_SESSION && reads) {
            Item item = move.state.item(context);
            boolean sent =
                    move.trail().presented() == move.state.history().cookie().secret();
            if (sent && item.opensTo(move.trail().presented()) && !item.expiredAt(move.now())) {
                violated(Property.CLIENT_LOST, "[%d] finds no session, and there is one", move.request);
            }
        }
        if (outcome == Outcome.NO_SESSION
                && move.script().action() == Script.Action.CREATE
                && !move.script().firstSecretOnly()) {
            Item item = move.state.item(1 - context);
            boolean sent =
                    move.trail().presented() == move.state.history().cookie().secret();
            if (sent && item.opensTo(move.trail().presented()) && !item.expiredAt(move.now())) {
                violated(Property.CLIENT_LOST, "[%d] gets a new ID, and there is a session", move.request);
            }
        }
        if (outcome == Outcome.UNREADABLE) {
            violated(Property.UNREADABLE, "[%d] cannot read the attribute", move.request);
        }
    }
}
