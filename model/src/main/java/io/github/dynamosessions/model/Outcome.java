package io.github.dynamosessions.model;

/** How a request is answered. */
enum Outcome {
    OK("200"),
    LOGGED("200, not saved: onWriteFailure=LOG"),
    DROPPED("200, changes dropped: the session has ended"),
    NO_SESSION("200, no session"),
    UNAVAILABLE("503"),
    IN_DOUBT("503 with the cookie of both secrets"),
    UNREADABLE("200, the attribute is unreadable"),
    CRASHED("the node dies");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
