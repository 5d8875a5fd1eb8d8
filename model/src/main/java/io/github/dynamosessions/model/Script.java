package io.github.dynamosessions.model;

/**
 * What one request does.
 *
 * @param after requests that must have been answered before this one begins, as bits
 * @param secret the one that a rotation or creation makes
 * @param allContexts whether a rotation or logout covers the other context as well; a creation rotates that one first
 * @param firstSecretOnly whether it presents the first secret, whatever the client has received since
 * @param writesTwice whether it writes again, after its first write, without reading
 */
record Script(
        Action action,
        int node,
        int context,
        boolean setsA,
        boolean setsB,
        boolean largeA,
        int secret,
        boolean allContexts,
        boolean firstSecretOnly,
        boolean writesTwice,
        int idle,
        int after) {

    enum Action {
        WRITE,
        READ,
        READ_LARGE,
        ROTATE,
        LOGOUT,
        CREATE,
        CHANGE_IDLE,
        SCAVENGE
    }

    private static Script of(Action action) {
        return new Script(action, 0, 0, false, false, false, 0, false, false, false, 0, 0);
    }

    static Script write() {
        return of(Action.WRITE);
    }

    static Script read() {
        return of(Action.READ);
    }

    static Script readLarge() {
        return of(Action.READ_LARGE);
    }

    static Script rotate(int secret) {
        return of(Action.ROTATE).secret(secret);
    }

    static Script logout() {
        return of(Action.LOGOUT);
    }

    static Script create(int secret) {
        return of(Action.CREATE).secret(secret);
    }

    /** Whether it takes over the ID of the other context and changes it in the same request. */
    boolean rotatesFirst() {
        return action == Action.CREATE && allContexts;
    }

    boolean rotates() {
        return action == Action.ROTATE || rotatesFirst();
    }

    static Script scavenge() {
        return of(Action.SCAVENGE);
    }

    static Script changeIdle(int idle) {
        return new Script(Action.CHANGE_IDLE, 0, 0, false, false, false, 0, false, false, false, idle, 0);
    }

    Script a() {
        return new Script(
                action,
                node,
                context,
                true,
                setsB,
                largeA,
                secret,
                allContexts,
                firstSecretOnly,
                writesTwice,
                idle,
                after);
    }

    Script b() {
        return new Script(
                action,
                node,
                context,
                setsA,
                true,
                largeA,
                secret,
                allContexts,
                firstSecretOnly,
                writesTwice,
                idle,
                after);
    }

    /** Its attribute a is a large one. */
    Script large() {
        return new Script(
                action,
                node,
                context,
                true,
                setsB,
                true,
                secret,
                allContexts,
                firstSecretOnly,
                writesTwice,
                idle,
                after);
    }

    Script on(int node) {
        return new Script(
                action,
                node,
                context,
                setsA,
                setsB,
                largeA,
                secret,
                allContexts,
                firstSecretOnly,
                writesTwice,
                idle,
                after);
    }

    Script in(int context) {
        return new Script(
                action,
                node,
                context,
                setsA,
                setsB,
                largeA,
                secret,
                allContexts,
                firstSecretOnly,
                writesTwice,
                idle,
                after);
    }

    Script everywhere() {
        return new Script(
                action, node, context, setsA, setsB, largeA, secret, true, firstSecretOnly, writesTwice, idle, after);
    }

    Script attacker() {
        return new Script(
                action, node, context, setsA, setsB, largeA, secret, allContexts, true, writesTwice, idle, after);
    }

    Script twice() {
        return new Script(
                action, node, context, setsA, setsB, largeA, secret, allContexts, firstSecretOnly, true, idle, after);
    }

    Script after(int request) {
        return new Script(
                action,
                node,
                context,
                setsA,
                setsB,
                largeA,
                secret,
                allContexts,
                firstSecretOnly,
                writesTwice,
                idle,
                after | 1 << request);
    }

    Script secret(int made) {
        return new Script(
                action,
                node,
                context,
                setsA,
                setsB,
                largeA,
                made,
                allContexts,
                firstSecretOnly,
                writesTwice,
                idle,
                after);
    }

    boolean covers(int other) {
        return allContexts || context == other;
    }

    boolean sets(Name name) {
        return name == Name.A ? setsA : setsB;
    }

    @Override
    public String toString() {
        return (firstSecretOnly ? "who knows the first secret only: " : "")
                + action.name().toLowerCase(java.util.Locale.ROOT)
                + (setsA ? largeA ? " large a" : " a" : "")
                + (setsB ? " b" : "")
                + (secret != 0 ? " secret " + secret : "")
                + (idle != 0 ? " to " + idle : "")
                + (allContexts ? " in all contexts" : context != 0 ? " in context " + context : "")
                + (writesTwice ? " twice" : "")
                + (node != 0 ? " on node " + node : "");
    }
}
