package io.github.dynamosessions.model;

/** A call to DynamoDB. */
sealed interface Operation {

    int context();

    /** Reads change nothing, so that an attempt that is executed late has no effect. */
    default boolean reads() {
        return false;
    }

    /**
     * GetItem.
     *
     * @param eventually whether the read is eventually consistent
     */
    record Get(int context, boolean eventually) implements Operation {

        Get(int context) {
            this(context, false);
        }

        @Override
        public boolean reads() {
            return true;
        }

        @Override
        public String toString() {
            return "GetItem in context " + context;
        }
    }

    /** Reads the chunk items of one value. */
    record GetChunks(int context, int key) implements Operation {
        @Override
        public boolean reads() {
            return true;
        }

        @Override
        public String toString() {
            return "reads chunks " + key;
        }
    }

    /** Writes the chunk items of one value. */
    record PutChunks(int context, int key) implements Operation {
        @Override
        public String toString() {
            return "writes chunks " + key;
        }
    }

    /** Deletes chunk items, a set of {@link Chunks#key keys}. */
    record DeleteChunks(int context, int keys) implements Operation {
        @Override
        public String toString() {
            return "deletes chunks " + Integer.toBinaryString(keys);
        }
    }

    /** A conditional write of the item. */
    sealed interface Write extends Operation permits Update, End, Create {

        /** The secret that must open the other context, whose idVersion is raised in the same transaction; 0 for none. */
        default int beside() {
            return 0;
        }

        /** The item afterwards, or null if the condition does not hold. */
        Item apply(Item item);
    }

    /** Why a session is ended; the tombstone does not tell. */
    enum Cause {
        LOGOUT,
        EXPIRY
    }

    /**
     * <pre>
     * SET ended = :token, version = version + 1 REMOVE everything else IF live AND version = :v
     * </pre>
     *
     * @param ofVersion 0 where the version is not compared: breaks the protocol on purpose
     * @param expiredAt 0 where the expiry is not compared; compared only by protocols that are broken on purpose
     * @param version the tombstone's, 0 for {@code version + 1} of the item it replaces
     */
    record End(int context, int token, Cause cause, int ofVersion, int expiredAt, int version, boolean deletes)
            implements Write {
        @Override
        public Item apply(Item item) {
            boolean holds = item.live()
                    && (ofVersion == 0 || item.version() == ofVersion)
                    && (expiredAt == 0 || item.expiredAt(expiredAt));
            if (!holds) {
                return null;
            }
            return deletes ? Item.ABSENT : Item.tombstone(token, version == 0 ? item.version() + 1 : version);
        }

        @Override
        public String toString() {
            return "tombstone of " + cause.name().toLowerCase(java.util.Locale.ROOT) + " in context " + context
                    + (ofVersion != 0 ? " IF version = " + ofVersion : "")
                    + (expiredAt != 0 ? " IF expiry <= " + expiredAt : "");
        }
    }

    /**
     * <pre>
     * PutItem IF absent
     * PutItem IF ended = :token
     * </pre>
     *
     * @param over the token of the tombstone that it replaces, 0 for none
     * @param beside 0, or the secret that must open the other context: TransactWriteItems together with {@code SET version =
     *     version + 1, idVersion = version + 1 IF live AND verifier = :beside} there
     */
    record Create(int context, Item item, int over, int beside, boolean always) implements Write {
        @Override
        public Item apply(Item before) {
            boolean holds =
                    always && !before.live() || (over == 0 ? before.kind() == Item.Kind.ABSENT : before.endedBy(over));
            return holds ? item : null;
        }

        @Override
        public String toString() {
            return "creates in context " + context + " (" + item + ")"
                    + (over != 0 ? " IF ended = " + over : " IF absent")
                    + (beside != 0 ? " and raises idVersion of the other IF secret = " + beside : "");
        }
    }
}
