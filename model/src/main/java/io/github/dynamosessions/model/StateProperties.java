package io.github.dynamosessions.model;

/** Judges each state. */
final class StateProperties {

    private final Scenario scenario;
    private final Properties properties;

    StateProperties(Scenario scenario, Properties properties) {
        this.scenario = scenario;
        this.properties = properties;
    }

    void check(State state) {
        for (int context = 0; context < state.contexts(); context++) {
            Item item = state.item(context);
            if (item.live()) {
                live(state, context, item);
            } else if (scenario.initial.get(context).live() && state.history().ends(context) == 0) {
                properties.violated(Property.LOST, "context %d has no session", context);
            }
        }
        Cookie cookie = state.history().cookie();
        if (cookie.secret() != 0
                && settled(state)
                && (scenario.strict || !state.history().overwritten())) {
            for (int context = 0; context < state.contexts(); context++) {
                Item item = state.item(context);
                boolean hidden = item.live() && !cookie.has(item.secret());
                if (hidden && !running(state) && state.budget().equals(scenario.budget) && !scenario.formerSecretLeft) {
                    properties.violated(Property.BLOCKED, "context %d opens to %d", context, item.secret());
                }
                if (hidden && known(state, context)) {
                    properties.violated(
                            Property.CLIENT_LOST,
                            "cookie %s does not lead to the session of context %d, which opens to %d",
                            cookie,
                            context,
                            item.secret());
                }
            }
        }
    }

    /**
     * No request of the client is running, no rotation of it was cut off by a crash, and no one else who knew the only
     * secret may have changed it.
     */
    private boolean settled(State state) {
        for (int request = 0; request < state.requests(); request++) {
            Script script = scenario.scripts.get(request);
            Trail trail = state.trail(request);
            boolean rotates = script.rotates();
            boolean mayHaveRotated = trail.running()
                    || trail.ok()
                    || trail.outcome() == Outcome.IN_DOUBT
                    || trail.outcome() == Outcome.DROPPED
                    || trail.outcome() == Outcome.CRASHED;
            boolean open = script.firstSecretOnly()
                    ? rotates && mayHaveRotated
                    : trail.running() && script.action() != Script.Action.SCAVENGE
                            || rotates && trail.outcome() == Outcome.CRASHED;
            if (open) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the client may know the session. It does not know one of an older secret that was left in the second context.
     */
    boolean known(State state, int context) {
        return state.item(context).live()
                && !(scenario.formerSecretLeft
                        && context == 1
                        && state.history().ends(context) == 0);
    }

    private boolean running(State state) {
        for (int request = 0; request < state.requests(); request++) {
            if (state.trail(request).running()) {
                return true;
            }
        }
        return false;
    }

    private void live(State state, int context, Item item) {
        if ((item.chunks() & ~state.chunks) != 0) {
            properties.violated(Property.DANGLING, "the item refers to chunks that were deleted");
        }
        for (int request = 0; request < state.requests(); request++) {
            Trail trail = state.trail(request);
            Script script = scenario.scripts.get(request);
            if (!trail.ok() || !script.covers(context)) {
                continue;
            }
            if (script.action() == Script.Action.LOGOUT && known(state, context)) {
                properties.violated(
                        Property.REVIVED, "context %d has a session after its logout [%d]", context, request);
            }
            if (script.rotates()) {
                rotated(state, context, item, script, trail);
            }
            if (script.context() == context && trail.life() == state.history().ends(context)) {
                for (Name name : Name.values()) {
                    if (script.sets(name)) {
                        attribute(state, item, name, request);
                    }
                }
            }
        }
    }

    private void rotated(State state, int context, Item item, Script script, Trail trail) {
        if (!known(state, context)) {
            return;
        }
        if (item.secret() == trail.secret()) {
            properties.violated(
                    Property.WAY_BACK,
                    "secret %d opens the session of context %d after its rotation to %d",
                    item.secret(),
                    context,
                    script.secret());
        }
        Item other = state.item(1 - context);
        if (script.allContexts()
                && other.live()
                && known(state, 1 - context)
                && other.secret() != item.secret()
                && settled(state)
                && state.history().cookie().former() == 0) {
            properties.violated(Property.TWO_LIVE, "secrets %d and %d", item.secret(), other.secret());
        }
    }

    private void attribute(State state, Item item, Name name, int request) {
        int value = item.attribute(name).value();
        if (value == 0 || value == Values.INITIAL) {
            properties.violated(Property.ACK_LOST, "%s of [%d] is not stored", name, request);
        }
        if (scenario.scripts.get(request).writesTwice() && value == Values.first(request)) {
            properties.violated(Property.ACK_LOST, "%s of the second write of [%d] is not stored", name, request);
        }
        undone(state, item, name, request);
        int writer = Values.writer(value);
        if (scenario.returns
                && writer >= 0
                && writer != request
                && name == Name.A
                && state.trail(request).readA() == value) {
            properties.violated(
                    Property.READ_VALUE_RETURNS, "a of [%d] is replaced by the value that it had read", request);
        }
    }

    private void undone(State state, Item item, Name name, int request) {
        int writer = Values.writer(item.attribute(name).value());
        if (writer >= 0 && writer != request && state.trail(request).beganAfter(writer)) {
            properties.violated(
                    Property.LATE_UNDO,
                    "%s of [%d] is replaced by that of [%d], which was answered before [%d] began",
                    name,
                    request,
                    writer,
                    request);
        }
    }
}
