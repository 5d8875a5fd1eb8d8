package io.github.dynamosessions.embedded.table;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be set for a table beside its keys and indexes. The engine's lock guards it. */
public final class TableSettings {

    final String id = UUID.randomUUID().toString();
    private final Instant created;
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, String> tags = new LinkedHashMap<>();
    private @Nullable Map<String, Object> throughput;
    private @Nullable Instant onDemandSince;
    private @Nullable String tableClass;
    private @Nullable String ttlAttribute;
    private @Nullable Map<String, Object> onDemandThroughput;
    private boolean encrypted;
    private boolean deletionProtection;
    private int recoveryDays;
    private @Nullable Instant recoverySince;

    /** Makes the settings of a new table. */
    public TableSettings(Instant created) {
        this.created = created;
    }

    /** A random identifier. */
    public String id() {
        return id;
    }

    /** When the table was created. */
    public Instant created() {
        return created;
    }

    /** The types of key attributes: S, N or B. */
    public Map<String, String> types() {
        return types;
    }

    /** Its tags. */
    public Map<String, String> tags() {
        return tags;
    }

    /** Its provisioned throughput; null on demand. */
    public @Nullable Map<String, Object> throughput() {
        return throughput;
    }

    /** Sets what it was provisioned with; null means on demand. */
    public void throughput(@Nullable Map<String, Object> units, Instant now) {
        if (units == null && onDemandSince == null) {
            onDemandSince = now;
        }
        throughput = units;
    }

    /** When it became on demand; null if it never was. */
    public @Nullable Instant onDemandSince() {
        return onDemandSince;
    }

    /** Its class, if it was given. */
    public @Nullable String tableClass() {
        return tableClass;
    }

    /** Sets its class. */
    public void tableClass(@Nullable String name) {
        tableClass = name;
    }

    /** The limits of a table on demand, if they were given. */
    public @Nullable Map<String, Object> onDemandThroughput() {
        return onDemandThroughput;
    }

    /** Sets the limits of a table on demand. */
    public void onDemandThroughput(Map<String, Object> units) {
        onDemandThroughput = units;
    }

    /** Whether it is encrypted with a key of KMS. */
    public boolean encrypted() {
        return encrypted;
    }

    /** Sets whether it is encrypted with a key of KMS, which is only described. */
    public void encrypted(boolean on) {
        encrypted = on;
    }

    /** The attribute with the time at which an item expires; null without TTL. */
    public @Nullable String ttlAttribute() {
        return ttlAttribute;
    }

    /** Switches TTL on or, with null, off. */
    public void ttlAttribute(@Nullable String name) {
        ttlAttribute = name;
    }

    /** Whether DeleteTable is refused. */
    public boolean deletionProtection() {
        return deletionProtection;
    }

    /** Sets whether DeleteTable is refused. */
    public void deletionProtection(boolean on) {
        deletionProtection = on;
    }

    /** Days of point-in-time recovery; 0 without it. */
    public int recoveryDays() {
        return recoveryDays;
    }

    /** Since when there is point-in-time recovery; null without it. */
    public @Nullable Instant recoverySince() {
        return recoverySince;
    }

    /** Switches point-in-time recovery on or, with 0, off. */
    public void recovery(int days, Instant now) {
        recoveryDays = days;
        recoverySince = days == 0 ? null : recoverySince == null ? now : recoverySince;
    }
}
