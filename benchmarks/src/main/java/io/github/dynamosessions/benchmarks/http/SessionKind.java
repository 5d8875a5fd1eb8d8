package io.github.dynamosessions.benchmarks.http;

/** Where the sessions of the application are. */
enum SessionKind {
    /** It uses none. */
    NONE("no session"),
    /** In the memory of the node: what Javalin does if told nothing. */
    MEMORY("in memory"),
    /** In DynamoDB, through this library. */
    DYNAMO("this library");

    private final String title;

    SessionKind(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
