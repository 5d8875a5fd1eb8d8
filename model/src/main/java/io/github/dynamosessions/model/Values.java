package io.github.dynamosessions.model;

/** The values of attributes: each write of each request has its own, so that a value says who wrote it. */
final class Values {

    /** The value of a session that exists from the start. */
    static final int INITIAL = 64;

    private static final int SECOND = 16;

    private Values() {}

    static int first(int request) {
        return request + 1;
    }

    /** What a request sets in its second write. */
    static int second(int request) {
        return request + 1 + SECOND;
    }

    /** The request that wrote the value, -1 for none. */
    static int writer(int value) {
        return value == 0 || value == INITIAL ? -1 : (value - 1) % SECOND;
    }
}
