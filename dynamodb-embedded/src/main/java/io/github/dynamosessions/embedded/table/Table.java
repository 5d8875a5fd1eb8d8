package io.github.dynamosessions.embedded.table;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A table: its items in order, its indexes, and its settings. The engine's lock guards it. */
public final class Table {

    private final String name;
    private final TableSettings settings;
    private final KeySchema keys;
    private final NavigableMap<Position, Item> items = new TreeMap<>();
    private final Map<String, Index> indexes = new LinkedHashMap<>();
    private long bytes;

    /** Makes an empty table without indexes. */
    public Table(String name, KeySchema keys, TableSettings settings) {
        this.name = name;
        this.keys = keys;
        this.settings = settings;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its key. */
    public KeySchema keys() {
        return keys;
    }

    /** What is set for it, apart from keys and indexes. */
    public TableSettings settings() {
        return settings;
    }

    /** Its items in order. */
    public NavigableMap<Position, Item> items() {
        return items;
    }

    /** Its indexes by name. */
    public Map<String, Index> indexes() {
        return indexes;
    }

    /** The sum of the sizes of its items. */
    public long bytes() {
        return bytes;
    }

    /** An item, or null. */
    public @Nullable Item get(Position position) {
        return items.get(position);
    }

    /**
     * Adds an index and fills it.
     *
     * @return the index
     */
    public Index add(Index index) {
        items.forEach((position, item) -> index.apply(new Change(position, null, item)));
        indexes.put(index.name(), index);
        return index;
    }

    /** Writes one item, and its entries in the indexes; those of global ones wait, if they lag. */
    public void apply(Change change, boolean globalIndexesLag) {
        Item before = change.before();
        Item after = change.after();
        bytes += (after == null ? 0 : after.size()) - (before == null ? 0 : before.size());
        if (after == null) {
            items.remove(change.position());
        } else {
            items.put(change.position(), after);
        }
        for (Index index : indexes.values()) {
            if (index.global() && globalIndexesLag) {
                index.enqueue(change);
            } else {
                index.deliver();
                index.apply(change);
            }
        }
    }

    /** Applies the changes for which global indexes wait. */
    public void deliverIndexes() {
        indexes.values().forEach(Index::deliver);
    }
}
