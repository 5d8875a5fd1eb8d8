package io.github.dynamosessions;

import java.time.InstantSource;

/** Gives tests of other packages the clock of a node. */
public final class NodeClock {

    private NodeClock() {}

    /** Lets the nodes of these options have a clock that the test owns. */
    public static DynamoSessionOptions.Builder set(DynamoSessionOptions.Builder options, InstantSource clock) {
        return options.clock(clock);
    }
}
