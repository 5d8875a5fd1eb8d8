package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.TableSettings;
import io.github.dynamosessions.internal.item.ItemSchema;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of the builder that describes the table, and how it is used.
 *
 * @param <B> the builder that users see
 */
abstract class TableOptions<B> {

    /** More than any account has by default (40,000); DynamoDB itself checks the account's own quota. */
    private static final long MAX_CAPACITY_UNITS = 1_000_000;

    private String tableName = "sessions";
    private String hashKey = "sessionId";
    private String ttlKey = "expires";
    private boolean ttlEnabled = true;
    private @Nullable Long readCapacityUnits;
    private @Nullable Long writeCapacityUnits;

    boolean autoCreateTable;
    String keyPrefix = "";
    boolean consistentReads = true;

    abstract B self();

    /**
     * The table that holds the sessions. Default {@code sessions}.
     *
     * @param tableName 3 to 255 characters of a-z, A-Z, 0-9, '_', '-' and '.'
     * @return this builder
     * @throws IllegalArgumentException for anything else
     */
    public B tableName(String tableName) {
        this.tableName = OptionChecks.matching(
                "tableName",
                tableName,
                "[a-zA-Z0-9_.-]{3,255}",
                "3 to 255 characters of a-z, A-Z, 0-9, '_', '-' and '.'");
        return self();
    }

    /**
     * The table's hash key, a String. Default {@code sessionId}.
     *
     * @param hashKey 1 to 255 bytes of UTF-8, and none of the names that the item format uses
     * @return this builder
     * @throws IllegalArgumentException for anything else
     */
    public B hashKey(String hashKey) {
        this.hashKey = attributeName("hashKey", hashKey);
        return self();
    }

    /**
     * The Number attribute that holds the time to live in epoch seconds. Default {@code expires}. When {@code
     * autoCreateTable} finds a table whose TTL is enabled on another attribute, that one is used, and logged.
     *
     * @param ttlKey 1 to 255 bytes of UTF-8, and none of the names that the item format uses
     * @return this builder
     * @throws IllegalArgumentException for anything else
     */
    public B ttlKey(String ttlKey) {
        this.ttlKey = attributeName("ttlKey", ttlKey);
        return self();
    }

    /**
     * Whether a table that is created gets its TTL enabled, and a table without TTL counts as a mistake. Default true.
     * Without TTL, sessions that no node ends stay in the table for good.
     *
     * @param ttlEnabled false for a table without TTL
     * @return this builder
     */
    public B ttlEnabled(boolean ttlEnabled) {
        this.ttlEnabled = ttlEnabled;
        return self();
    }

    /**
     * Read capacity of a table that is created. Default unset: on demand. Goes with {@link #writeCapacityUnits}. The
     * capacity of a table that exists is never changed.
     *
     * @param readCapacityUnits from 1 to 1,000,000
     * @return this builder
     * @throws IllegalArgumentException if out of range
     */
    public B readCapacityUnits(long readCapacityUnits) {
        this.readCapacityUnits = OptionChecks.between("readCapacityUnits", readCapacityUnits, 1, MAX_CAPACITY_UNITS);
        return self();
    }

    /**
     * Write capacity of a table that is created. Default unset: on demand. Goes with {@link #readCapacityUnits}.
     *
     * @param writeCapacityUnits from 1 to 1,000,000
     * @return this builder
     * @throws IllegalArgumentException if out of range
     */
    public B writeCapacityUnits(long writeCapacityUnits) {
        this.writeCapacityUnits = OptionChecks.between("writeCapacityUnits", writeCapacityUnits, 1, MAX_CAPACITY_UNITS);
        return self();
    }

    /**
     * Whether a missing table is created at start, with its TTL and its expiry index. Default false: no table call
     * is made at all, and no table rights are needed.
     *
     * @param autoCreateTable true to create the table if it is missing
     * @return this builder
     */
    public B autoCreateTable(boolean autoCreateTable) {
        this.autoCreateTable = autoCreateTable;
        return self();
    }

    /**
     * What stands in front of every key, so that several applications can share a table. Default empty.
     *
     * @param keyPrefix at most 128 printable ASCII characters other than {@code /}, {@code |} and {@code %}
     * @return this builder
     * @throws IllegalArgumentException for anything else
     */
    public B keyPrefix(String keyPrefix) {
        this.keyPrefix = OptionChecks.matching(
                "keyPrefix",
                keyPrefix,
                "[!-~&&[^/|%]]{0,128}",
                "at most 128 printable ASCII characters other than space, '/', '|' and '%'");
        return self();
    }

    /**
     * Whether sessions are read with strong consistency. Default true. With false a read costs half, and a request
     * may not see what the request before it wrote; a node that keeps sessions in memory would keep what it has read.
     *
     * @param consistentReads true for strong consistency
     * @return this builder
     */
    public B consistentReads(boolean consistentReads) {
        this.consistentReads = consistentReads;
        return self();
    }

    void checkConflicts() {
        if (hashKey.equals(ttlKey)) {
            throw new IllegalArgumentException("hashKey and ttlKey must differ, both were '" + hashKey + "'");
        }
        if (readCapacityUnits != null && writeCapacityUnits == null) {
            throw OptionChecks.incomplete("readCapacityUnits", "writeCapacityUnits");
        }
        if (writeCapacityUnits != null && readCapacityUnits == null) {
            throw OptionChecks.incomplete("writeCapacityUnits", "readCapacityUnits");
        }
    }

    TableSettings tableSettings() {
        return new TableSettings(tableName, hashKey, ttlKey, ttlEnabled, readCapacityUnits, writeCapacityUnits);
    }

    private static String attributeName(String option, String name) {
        Objects.requireNonNull(name, option);
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > 255 || ItemSchema.RESERVED_NAMES.contains(name)) {
            throw OptionChecks.bad(
                    option, "1 to 255 bytes of UTF-8 and none of " + ItemSchema.RESERVED_NAMES, "'" + name + "'");
        }
        return name;
    }
}
