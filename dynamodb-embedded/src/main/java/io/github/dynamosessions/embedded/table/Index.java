package io.github.dynamosessions.embedded.table;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A secondary index: a second order of the items that have its key. */
public final class Index {

    private final String name;
    private final boolean global;
    private final KeySchema table;
    private final KeySchema keys;
    private final IndexProjection projection;
    private final @Nullable Map<String, Object> throughput;
    private final NavigableMap<Position, Item> entries = new TreeMap<>();
    private final Queue<Change> pending = new ArrayDeque<>();

    /** Makes an empty index of a table with these keys. */
    public Index(
            String name,
            boolean global,
            KeySchema table,
            KeySchema keys,
            IndexProjection projection,
            @Nullable Map<String, Object> throughput) {
        this.name = name;
        this.global = global;
        this.table = table;
        this.keys = keys;
        this.projection = projection;
        this.throughput = throughput;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Whether it is global, not local. */
    public boolean global() {
        return global;
    }

    /** Its key. */
    public KeySchema keys() {
        return keys;
    }

    /** What it stores. */
    public IndexProjection projection() {
        return projection;
    }

    /** Its provisioned throughput, if any. */
    public @Nullable Map<String, Object> throughput() {
        return throughput;
    }

    /** Its items in order. */
    public NavigableMap<Position, Item> entries() {
        return entries;
    }

    /** A change that waits until it is delivered. */
    void enqueue(Change change) {
        pending.add(change);
    }

    /** Applies the changes that wait. */
    void deliver() {
        for (Change change = pending.poll(); change != null; change = pending.poll()) {
            apply(change);
        }
    }

    void apply(Change change) {
        Position from = position(change.before(), change.position());
        Position to = position(change.after(), change.position());
        if (from != null && !from.equals(to)) {
            entries.remove(from);
        }
        if (to != null) {
            entries.put(to, projection.apply(Objects.requireNonNull(change.after()), table, keys));
        }
    }

    /**
     * The bytes of each write that a change costs here: one for a new, changed or removed entry, two for an entry that
     * moves, none if what the index stores stays the same.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes">Write
     *     capacity units</a>
     */
    public int[] writes(Change change) {
        Position from = position(change.before(), change.position());
        Position to = position(change.after(), change.position());
        Item before = from == null ? null : projection.apply(Objects.requireNonNull(change.before()), table, keys);
        Item after = to == null ? null : projection.apply(Objects.requireNonNull(change.after()), table, keys);
        if (before == null) {
            return after == null ? new int[0] : new int[] {after.size()};
        }
        if (after == null) {
            return new int[] {before.size()};
        }
        if (!Objects.equals(from, to)) {
            return new int[] {before.size(), after.size()};
        }
        return before.attributes().equals(after.attributes())
                ? new int[0]
                : new int[] {Math.max(before.size(), after.size())};
    }

    private @Nullable Position position(@Nullable Item item, Position primary) {
        return item == null ? null : keys.positionInIndex(item.attributes(), primary);
    }
}
