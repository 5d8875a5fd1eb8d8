package io.github.dynamosessions.it;

/** What an {@code UpdateItem} of the store is for, told by the names in it. */
enum StoreUpdate {
    /** A session ID rotation, with what else its request has changed. */
    ROTATION,
    /** What makes sure that a rotation without an answer does not happen. */
    CALL_OFF,
    /** The end of a session: a tombstone takes its place. */
    END,
    /** A change of attributes or times. */
    CHANGE;

    private static final String UPDATE = "UpdateItem";

    /** Whether a call is such an update. */
    boolean is(ProxiedCall call) {
        return call.operation().equals(UPDATE) && of(call.body()) == this;
    }

    private static StoreUpdate of(String body) {
        boolean namesVerifier = body.contains("\"verifier\"");
        boolean namesCreation = body.contains("\"created\""); // which only an end removes
        if (namesCreation) {
            return END;
        }
        return namesVerifier ? ROTATION : body.contains("\"idVersion\"") ? CALL_OFF : CHANGE;
    }
}
