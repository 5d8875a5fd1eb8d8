package io.github.dynamosessions.cli;

/** What items hold, as {@code docs/item-format.md} describes them; the names are the same in what is printed. */
final class ItemNames {

    static final String FORMAT = "format";
    static final String CREATED = "created";
    static final String ACCESSED = "accessed";
    static final String MAX_INACTIVE = "maxInactive";
    static final String EXPIRY = "expiry";
    static final String LAST_NODE = "lastNode";
    static final String ATTRIBUTES = "attributes";
    static final String ROTATION = "rotation";
    static final String AUTHENTICATED = "authenticated";
    static final String VERSION = "version";

    /** Marks the tombstone of a session that has ended. */
    static final String ENDED = "ended";

    private ItemNames() {}
}
