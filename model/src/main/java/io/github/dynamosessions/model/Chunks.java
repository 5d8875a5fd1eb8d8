package io.github.dynamosessions.model;

/** Sets of chunk items, as bits: each large value has its own key. */
final class Chunks {

    static final int NONE = 0;
    static final int INITIAL = 31;

    private Chunks() {}

    /** The key of a request's large value; each time it is written it has a new one. */
    static int of(int request, int round) {
        return 1 + request * 6 + round;
    }

    /** The set that has this key only; empty for 0. */
    static int key(int key) {
        return key == 0 ? NONE : 1 << (key - 1);
    }
}
