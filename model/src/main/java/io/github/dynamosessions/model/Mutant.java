package io.github.dynamosessions.model;

/** Ways to break the protocol on purpose. Each is caught by at least one scenario. */
enum Mutant {
    /** A logout replaces the item whatever its version is. */
    LOGOUT_WITHOUT_VERSION,
    /** A rotation that lost the race goes again with the idVersion that it finds. */
    FOLLOWS_AFTER_LOST_RACE,
    /** A rotation without an answer is answered 503 without a fence. */
    NO_FENCE,
    /** An end deletes the item. */
    DELETE_INSTEAD_OF_TOMBSTONE,
    /** Writes do not compare the numbers of their attributes. */
    NO_ATTRIBUTE_NUMBERS,
    /** Emptying {@code versions} leaves baseVersion as it is. */
    COLLAPSE_WITHOUT_BASE,
    /** A rotation does not compare idVersion. */
    ROTATION_WITHOUT_ID_VERSION,
    /** Rolling forward does not compare idVersion. */
    ROLL_FORWARD_WITHOUT_ID_VERSION,
    /** The 503 of a rotation in doubt carries no cookie. */
    NO_COOKIE_IN_DOUBT,
    /** A call that finds a tombstone of another one notifies listeners of that end. */
    EVERY_TOMBSTONE_IS_MINE,
    /** A write that is refused is dropped, as if the session had ended. */
    REFUSED_IS_ENDED,
    /** Listeners are notified when a logout had no answer. */
    NOTIFIES_WITHOUT_ANSWER,
    /** A creation replaces tombstones of every kind, and does not look at the token. */
    CREATES_OVER_EVERY_TOMBSTONE,
    /** The numbers of a creation over a tombstone start at 1. */
    CREATION_STARTS_AT_ONE,
    /** The tombstone of an expiry has version 1. */
    TOMBSTONE_OF_EXPIRY_WITHOUT_VERSION,
    /** The tombstone of an expiry has the version as read + 1, and the version is not compared. */
    TOMBSTONE_OF_EXPIRY_WITH_VERSION_READ_BEFORE,
    /** The end of an expired session compares nothing. */
    EXPIRY_WITHOUT_VERSION,
    /** A write of times compares neither expiry nor idle timeout. */
    TIMES_NOT_COMPARED,
    /** A time that is refused since the idle timeout was changed is dropped instead of computed anew. */
    DROPS_TIMES_AFTER_CHANGE_OF_IDLE,
    /** The response after rolling forward sets the cookie of the new secret alone. */
    PLAIN_COOKIE_AFTER_ROLL_FORWARD,
    /** A rotation changes the own item first, whatever the order of the contexts is. */
    OWN_ITEM_FIRST,
    /** An eventually consistent read that finds no session is believed. */
    BELIEVES_STALE_MISS,
    /** A rotation ignores an item of another context that opens to another secret. */
    IGNORES_OTHER_SECRET,
    /** A rotation with the cookie of both does not roll the other contexts forward first. */
    ROTATES_WITHOUT_ROLLING_FORWARD,
    /** A creation with the ID of another context does not raise idVersion there, nor compare the secret. */
    CREATION_LEAVES_OTHER_CONTEXT_ALONE,
    /** A creation with the ID of another context is dropped where that session has ended in this one before. */
    CREATION_STOPS_AT_TOMBSTONE,
    /** A creation that changes the ID, too, does not look once more whether there is a session by now. */
    ROTATES_FIRST_WITHOUT_LOOKING_AGAIN,
    /** A creation ends a live item of another secret. */
    CREATION_ENDS_OTHER_SECRET,
    /** A request whose cookie opens the session of another context, but not that of its own, gets a new ID. */
    NEW_ID_BESIDE_OTHER_SECRET,
    /** A logout that is refused does not look into the other contexts again. */
    LOGOUT_LOOKS_ONCE,
    /** onWriteFailure=LOG: a creation without an answer is tried again after the response. */
    RETRIES_AFTER_RESPONSE,
    /** A write that goes again after an attempt without an answer refers to the same chunks. */
    REUSES_CHUNKS_IN_DOUBT,
    /** Chunks that a write replaces are deleted before it. */
    DELETES_CHUNKS_FIRST,
    /** A reader that finds chunks missing follows whatever it reads then. */
    READER_IGNORES_ID_VERSION,
    /** Chunks that are missing twice make an attribute unreadable, even if the reference has changed in between. */
    MISSING_TWICE_IS_UNREADABLE
}
