package io.github.dynamosessions.embedded.table;

import io.github.dynamosessions.embedded.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an item stands in a table or an index: first by a number that is computed from the partition key, then by
 * partition key, sort key and, in an index, the position in the table. A position with an edge is no item's: it stands
 * before or after all items that begin with the same values.
 *
 * @param token a hash of the partition key, as if each were a partition of its own; segments of a scan divide its range
 * @param hash the values of the partition key
 * @param range the values of the sort key; fewer in a position with an edge
 * @param primary the position in the table, in an index
 * @param edge 0 for an item, -1 for before, 1 for after
 */
public record Position(
        int token,
        List<Value> hash,
        List<Value> range,
        @Nullable Position primary,
        int edge) implements Comparable<Position> {

    static Position of(List<Value> hash, List<Value> range, @Nullable Position primary) {
        return new Position(token(hash), hash, range, primary, 0);
    }

    /** Before everything with this partition key whose sort key begins with these values. */
    public static Position before(List<Value> hash, List<Value> range) {
        return new Position(token(hash), hash, range, null, -1);
    }

    /** After everything with this partition key whose sort key begins with these values. */
    public static Position after(List<Value> hash, List<Value> range) {
        return new Position(token(hash), hash, range, null, 1);
    }

    /** Before everything with a token as great as this one. */
    public static Position beforeToken(int token) {
        return new Position(token, List.of(), List.of(), null, -1);
    }

    private static int token(List<Value> hash) {
        int mixed = hash.hashCode() * 0x9E3779B9;
        return (mixed ^ (mixed >>> 15)) & Integer.MAX_VALUE;
    }

    @Override
    public int compareTo(Position other) {
        int order = Integer.compare(token, other.token);
        if (order == 0) {
            order = compare(hash, other.hash, other);
        }
        if (order == 0) {
            order = compare(range, other.range, other);
        }
        if (order != 0) {
            return order;
        }
        if (edge != 0 || other.edge != 0) {
            return edge - other.edge;
        }
        return primary == null || other.primary == null ? 0 : primary.compareTo(other.primary);
    }

    private int compare(List<Value> values, List<Value> others, Position other) {
        int common = Math.min(values.size(), others.size());
        for (int i = 0; i < common; i++) {
            int order = Values.compare(values.get(i), others.get(i));
            if (order != 0) {
                return order;
            }
        }
        if (values.size() == others.size()) {
            return 0;
        }
        return values.size() < others.size() ? edge : -other.edge;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Position that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        return token;
    }
}
