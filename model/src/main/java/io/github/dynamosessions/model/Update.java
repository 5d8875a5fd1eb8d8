package io.github.dynamosessions.model;

/**
 * Every UpdateItem: a write, a session ID rotation, a fence and rolling forward.
 *
 * <pre>
 * SET version = version + 1, &lt;assigned&gt; IF &lt;expected&gt;
 * </pre>
 *
 * <p>What is expected is in no tombstone, so there is a session.
 */
record Update(int context, Expected expected, Assigned assigned) implements Operation.Write {

    /**
     * The number of an attribute as read: {@code versions.a = :entry}, or
     * {@code attribute_not_exists(versions.a) AND baseVersion = :base}.
     */
    record Seen(int entry, int base) {

        static Seen in(Item item, Name name) {
            int entry = item.attribute(name).entry();
            return new Seen(entry, entry == 0 ? item.baseVersion() : 0);
        }

        boolean matches(Item item, Name name) {
            int entry = item.attribute(name).entry();
            return entry == this.entry && (entry != 0 || item.baseVersion() == base);
        }
    }

    /**
     * What the item has to be like; 0 or null is not compared.
     *
     * @param aliveAt it must not have expired at this time
     * @param expiryAtMost an expiry is never set back
     */
    record Expected(int aliveAt, int version, int idVersion, int idle, int expiryAtMost, Seen a, Seen b) {

        boolean holdsFor(Item item) {
            return item.live()
                    && (aliveAt == 0 || !item.expiredAt(aliveAt))
                    && (version == 0 || item.version() == version)
                    && (idVersion == 0 || item.idVersion() == idVersion)
                    && (idle == 0 || item.idle() == idle)
                    && (expiryAtMost == 0 || item.expiry() <= expiryAtMost)
                    && (a == null || a.matches(item, Name.A))
                    && (b == null || b.matches(item, Name.B));
        }
    }

    /**
     * What is set; 0 stays as it is.
     *
     * @param a the value of attribute a
     * @param chunks the chunks that hold the value of a
     * @param secret a new secret
     * @param identity whether idVersion is set to the new version
     * @param collapse whether {@code versions} is emptied, and the new version becomes the number of all attributes
     */
    record Assigned(int a, int b, int chunks, int expiry, int idle, int secret, boolean identity, Collapse collapse) {}

    /** Whether the write drops the entries of {@code versions}; {@code WITHOUT_BASE} breaks the protocol on purpose. */
    enum Collapse {
        NO,
        YES,
        WITHOUT_BASE
    }

    @Override
    public Item apply(Item item) {
        if (!expected.holdsFor(item)) {
            return null;
        }
        int version = item.version() + 1;
        return new Item(
                Item.Kind.LIVE,
                assigned.secret != 0 ? assigned.secret : item.secret(),
                version,
                assigned.identity ? version : item.idVersion(),
                assigned.collapse == Collapse.YES ? version : item.baseVersion(),
                set(item.a(), assigned.a, assigned.chunks, version),
                set(item.b(), assigned.b, 0, version),
                assigned.expiry != 0 ? assigned.expiry : item.expiry(),
                assigned.idle != 0 ? assigned.idle : item.idle(),
                0);
    }

    private Attribute set(Attribute before, int value, int chunks, int version) {
        int entry = assigned.collapse != Collapse.NO ? 0 : value != 0 ? version : before.entry();
        return value == 0 ? new Attribute(before.value(), before.chunks(), entry) : new Attribute(value, chunks, entry);
    }

    boolean fences() {
        return assigned.identity && assigned.secret == 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                        fences() ? "fence" : assigned.secret != 0 ? "sets secret " + assigned.secret : "update")
                .append(" in context ")
                .append(context);
        if (assigned.a != 0) {
            text.append(" a=").append(assigned.a).append(expected.a == null ? "" : " IF " + expected.a);
        }
        if (assigned.b != 0) {
            text.append(" b=").append(assigned.b).append(expected.b == null ? "" : " IF " + expected.b);
        }
        if (assigned.expiry != 0) {
            text.append(" expiry=").append(assigned.expiry);
        }
        if (assigned.idle != 0) {
            text.append(" idle=").append(assigned.idle);
        }
        if (assigned.collapse != Collapse.NO) {
            text.append(" collapses versions");
        }
        if (expected.idVersion != 0) {
            text.append(" IF idVersion = ").append(expected.idVersion);
        }
        if (expected.version != 0) {
            text.append(" IF version = ").append(expected.version);
        }
        return text.toString();
    }
}
