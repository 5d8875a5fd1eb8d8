package io.github.dynamosessions.model;

/**
 * What the properties remember of a request; the protocol does not see it.
 *
 * @param preceded the requests that had been answered before this one began, as bits
 * @param presented the secret of the client's cookie when it began
 * @param secret the secret under which it was let in
 * @param accessed when it was let in, by a perfect clock
 * @param life how often the session of its context had ended when its write was executed
 * @param readA the value of attribute a when it was let in
 * @param rolled whether it has rolled a rotation in doubt forward
 * @param outcome null while it is not answered
 */
record Trail(
        boolean began,
        int preceded,
        int presented,
        int secret,
        int accessed,
        int life,
        int readA,
        boolean rolled,
        Outcome outcome) {

    static final Trail START = new Trail(false, 0, 0, 0, 0, 0, 0, false, null);

    Trail begin(int answered, int cookie) {
        return new Trail(true, answered, cookie, 0, 0, 0, 0, false, null);
    }

    Trail admitted(int by, int at, int value) {
        return new Trail(began, preceded, presented, by, at, life, value, rolled, outcome);
    }

    Trail wroteIn(int ends) {
        return new Trail(began, preceded, presented, secret, accessed, ends, readA, rolled, outcome);
    }

    Trail answered(Outcome with) {
        return new Trail(began, preceded, presented, secret, accessed, life, readA, rolled, with);
    }

    Trail rolledForward() {
        return new Trail(began, preceded, presented, secret, accessed, life, readA, true, outcome);
    }

    boolean ok() {
        return outcome == Outcome.OK;
    }

    boolean answered() {
        return outcome != null;
    }

    boolean running() {
        return began && outcome == null;
    }

    boolean beganAfter(int request) {
        return request >= 0 && (preceded >> request & 1) != 0;
    }
}
