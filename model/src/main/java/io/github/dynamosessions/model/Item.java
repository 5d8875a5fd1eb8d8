package io.github.dynamosessions.model;

/**
 * The item of one session in one context.
 *
 * @param secret stands for verifier and rotation: the secret that opens the session
 * @param version raised by every update
 * @param idVersion the version at which the secret was last set or fenced
 * @param baseVersion the number of attributes without an entry in {@code versions}
 * @param expiry 0 for a session that does not expire
 * @param token tombstones only: random, known to the call that wrote it
 */
record Item(
        Kind kind,
        int secret,
        int version,
        int idVersion,
        int baseVersion,
        Attribute a,
        Attribute b,
        int expiry,
        int idle,
        int token) {

    enum Kind {
        ABSENT,
        LIVE,
        TOMBSTONE
    }

    static final Item ABSENT = new Item(Kind.ABSENT, 0, 0, 0, 0, Attribute.UNSET, Attribute.UNSET, 0, 0, 0);

    static Item tombstone(int token, int version) {
        return new Item(Kind.TOMBSTONE, 0, version, 0, 0, Attribute.UNSET, Attribute.UNSET, 0, 0, token);
    }

    /** A new session, all of whose numbers start at {@code version}. */
    static Item created(int secret, int version, Attribute a, Attribute b, int expiry, int idle) {
        return new Item(Kind.LIVE, secret, version, version, version, a, b, expiry, idle, 0);
    }

    boolean live() {
        return kind == Kind.LIVE;
    }

    boolean opensTo(int presented) {
        return live() && presented != 0 && secret == presented;
    }

    boolean expiredAt(int now) {
        return expiry != 0 && expiry <= now;
    }

    /** With idVersion raised: a rotation that has not seen that is refused. */
    Item raised() {
        int next = version + 1;
        return new Item(kind, secret, next, next, baseVersion, a, b, expiry, idle, token);
    }

    boolean endedBy(int call) {
        return kind == Kind.TOMBSTONE && token == call;
    }

    Attribute attribute(Name name) {
        return name == Name.A ? a : b;
    }

    /** How many entries {@code versions} has. */
    int entries() {
        return (a.entry() != 0 ? 1 : 0) + (b.entry() != 0 ? 1 : 0);
    }

    /** The keys of all chunk items that the item refers to. */
    int chunks() {
        return Chunks.key(a.chunks()) | Chunks.key(b.chunks());
    }

    @Override
    public String toString() {
        return switch (kind) {
            case ABSENT -> "absent";
            case TOMBSTONE -> "tombstone version " + version;
            case LIVE ->
                "secret " + secret + " version " + version + "/" + idVersion + "/" + baseVersion + " a=" + a.value()
                        + "@" + a.entry() + " b=" + b.value() + "@" + b.entry()
                        + (expiry != 0 ? " expiry " + expiry : "");
        };
    }
}
