package io.github.dynamosessions.spi;

import java.time.Duration;

/**
 * Hears what a session store does: each call to DynamoDB, and what becomes of sessions.
 *
 * <p>Both methods are called on the thread that does it, mostly that of a request, and by many threads at once:
 * implementations are thread safe, quick and do not block. They should not throw; if one does, the first exception is
 * logged, and the request goes on as if nothing had been thrown.
 *
 * <p>Later versions may add constants to the enums here and components to {@link Operation}: ignore what you do not know,
 * and do not construct one but in tests.
 */
public interface SessionMetrics {

    /**
     * A call to DynamoDB is over, in whatever way. The calls that a store makes at its start and for {@code health()}, and those
     * of {@code SessionTable} are not told.
     *
     * @param operation the call
     */
    void operation(Operation operation);

    /**
     * Something became of a session.
     *
     * @param event what
     */
    void event(Event event);

    /** How a call ended. */
    enum Outcome {
        /** DynamoDB did it. */
        OK,
        /**
         * A condition failed, or a transaction met another write: somebody else has changed or ended the session first.
         * Routine; the store knows what to do then.
         */
        CONFLICT,
        /** DynamoDB could not be reached, or refused the call, in each of its attempts. */
        FAILED
    }

    /** What became of a session, or of what a request wanted of it. */
    enum Event {
        /** A session was stored for the first time. */
        CREATED,
        /** This node ended a session that had expired: in the whole cluster, each counts once. Not what TTL removes. */
        EXPIRED,
        /**
         * A session was ended that had not expired: by the application, at a logout; or because it could not be decoded,
         * which counts as {@link #UNREADABLE} as well.
         */
        DESTROYED,
        /** A session could not be decoded, and was removed. */
        UNREADABLE,
        /** A session was used without an attribute that could not be decoded: {@code onUnreadableAttribute=DROP_ATTRIBUTE}. */
        ATTRIBUTE_DROPPED,
        /**
         * A session was not decoded, and was kept: another version, configuration or a less busy node can read it. If a request
         * wanted it, this counts as {@link #READ_FAILED} as well.
         */
        UNSUPPORTED,
        /** A request could not read its session. */
        READ_FAILED,
        /**
         * A request could not save, end or rename its session before its response. It is answered 503 or 500, unless
         * {@code onWriteFailure} is {@code LOG}.
         */
        SAVE_FAILED,
        /** What a request changed after its response had left could not be saved. Nobody could be told. */
        CHANGES_LOST,
        /**
         * The table could not be reached at start, or several calls in a row got no answer: from then on calls fail at once, until
         * one that tries again once a second succeeds. Calls that fail at once are not reported as operations.
         */
        OUTAGE
    }

    /**
     * One call to DynamoDB, its retries included.
     *
     * @param name DynamoDB's name of the operation, for instance {@code GetItem}; there are fewer than ten
     * @param outcome how it ended
     * @param latency from the call to its end, attempts and the pauses between them included
     * @param retries attempts after the first one. With a client of the application's that was not built by {@code
     *     DynamoSessionOptions.clientBuilder()}, known of failed calls only, and else 0
     * @param readUnits read capacity units that DynamoDB says it consumed, indexes included; 0.5 is the least that is
     *     billed. 0 for writes, and for calls that did not end {@code OK}
     * @param writeUnits likewise for write capacity units. DynamoDB bills a write whose condition failed as well (one unit
     *     for each KB of the item, at least one) without saying how many: those are missing here
     * @param bytesSent size of the HTTP bodies of all attempts; 0 with such a client of the application's
     * @param bytesReceived size of the HTTP bodies of all answers, likewise
     */
    record Operation(
            String name,
            Outcome outcome,
            Duration latency,
            int retries,
            double readUnits,
            double writeUnits,
            long bytesSent,
            long bytesReceived) {}
}
