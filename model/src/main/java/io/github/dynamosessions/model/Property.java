package io.github.dynamosessions.model;

/** What must never happen. */
enum Property {
    /** An acknowledged value is replaced by that of a request which was answered before its own began. */
    LATE_UNDO,
    /** An acknowledged value is missing. */
    ACK_LOST,
    /** A delayed attempt of a logout ends a session that was written and acknowledged since the logout was answered. */
    LATE_END,
    /** A session lives after its end was acknowledged or notified. */
    REVIVED,
    /** After an acknowledged rotation the contexts open to different secrets. */
    TWO_LIVE,
    /** A session is gone that did not expire and was not ended by a logout. */
    LOST,
    /** The client's cookie does not lead to its session, which was not ended. */
    CLIENT_LOST,
    /** A secret leads to a session after its rotation was acknowledged, or to values of a later secret. */
    WAY_BACK,
    /** Listeners are notified twice of one end. */
    NOTIFIED_TWICE,
    /** Listeners are notified of an end that has not happened. */
    NOTIFIED_WITHOUT_END,
    /** A session expires sooner than the idle timeout after an acknowledged access, by more than the clocks differ. */
    EXPIRED_EARLY,
    /** Without any fault, a session is left that the client's cookie does not open: requests that need one are answered 503. */
    BLOCKED,
    /** Changes are dropped, as of an ended session, and the session was not ended. */
    DROPPED_ALIVE,
    /** An item refers to chunks that were deleted. */
    DANGLING,
    /** A reader reports an attribute as unreadable that is stored completely. */
    UNREADABLE,
    /** An acknowledged value is replaced by one that its request had read. Only checked where a scenario asks for it. */
    READ_VALUE_RETURNS
}
