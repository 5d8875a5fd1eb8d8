package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Change;
import io.github.dynamosessions.embedded.table.Index;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The capacity units that a request consumes, by table and index.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html">DynamoDB
 *     reads and writes</a>
 */
final class Capacity {

    private static final int READ_UNIT = 4096;
    private static final int WRITE_UNIT = 1024;
    private static final int TRANSACTIONAL = 2;

    private final String detail;
    private final int factor;
    private final Map<String, Units> tables = new LinkedHashMap<>();

    private Capacity(String detail, int factor) {
        this.detail = detail;
        this.factor = factor;
    }

    static Capacity of(Request request) {
        return new Capacity(request.text("ReturnConsumedCapacity", "NONE"), 1);
    }

    static Capacity transactional(Request request) {
        return new Capacity(request.text("ReturnConsumedCapacity", "NONE"), TRANSACTIONAL);
    }

    /** Units of one table and its indexes. */
    private static final class Units {
        double table;
        double reads;
        double writes;
        final Map<String, Double> local = new LinkedHashMap<>();
        final Map<String, Double> global = new LinkedHashMap<>();

        double total() {
            return table + sum(local) + sum(global);
        }

        private static double sum(Map<String, Double> units) {
            return units.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    /** A read of an item of this size, or of none; half as much if it is eventually consistent. */
    void read(Table table, @Nullable Item item, boolean consistent) {
        double units = readUnits(item == null ? 0 : item.size(), consistent) * factor;
        Units of = units(table);
        of.table += units;
        of.reads += units;
    }

    /** A query or scan that read so many bytes of a table or, if there is one, of an index. */
    void readPage(Table table, @Nullable Index index, long bytes, boolean consistent) {
        double units = readUnits(bytes, consistent);
        Units of = units(table);
        if (index == null) {
            of.table += units;
        } else {
            (index.global() ? of.global : of.local).merge(index.name(), units, Double::sum);
        }
    }

    private static double readUnits(long bytes, boolean consistent) {
        long units = Math.max(1, (bytes + READ_UNIT - 1) / READ_UNIT);
        return consistent ? units : units / 2.0;
    }

    /** A write, by the larger size of before and after; and what it changes in the indexes. */
    void write(Table table, Change change) {
        Item before = change.before();
        Item after = change.after();
        Units of = units(table);
        double units = writeUnits(Math.max(before == null ? 0 : before.size(), after == null ? 0 : after.size()));
        of.table += units;
        of.writes += units;
        for (Index index : table.indexes().values()) {
            for (int bytes : index.writes(change)) {
                of.writes += writeUnits(bytes);
                (index.global() ? of.global : of.local).merge(index.name(), writeUnits(bytes), Double::sum);
            }
        }
    }

    private double writeUnits(int bytes) {
        return (double) Math.max(1, (bytes + WRITE_UNIT - 1) / WRITE_UNIT) * factor;
    }

    private Units units(Table table) {
        return tables.computeIfAbsent(table.name(), name -> new Units());
    }

    /** Adds what was asked for to the answer of an operation on one table. */
    void addTo(Map<String, Object> answer) {
        if (!detail.equals("NONE")) {
            tables.forEach((name, units) -> answer.put("ConsumedCapacity", describe(name, units)));
        }
    }

    /** Adds what was asked for to the answer of an operation on several tables. */
    void addAllTo(Map<String, Object> answer) {
        if (!detail.equals("NONE")) {
            List<Object> all = new ArrayList<>();
            tables.forEach((name, units) -> all.add(describe(name, units)));
            answer.put("ConsumedCapacity", all);
        }
    }

    private Map<String, Object> describe(String name, Units units) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("TableName", name);
        description.put("CapacityUnits", units.total());
        if (factor == TRANSACTIONAL) {
            description.put(units.reads > 0 ? "ReadCapacityUnits" : "WriteCapacityUnits", units.total());
        }
        if (detail.equals("INDEXES")) {
            Map<String, Object> table = new LinkedHashMap<>();
            table.put("CapacityUnits", units.table);
            if (factor == TRANSACTIONAL) {
                table.put(units.reads > 0 ? "ReadCapacityUnits" : "WriteCapacityUnits", units.table);
            }
            description.put("Table", table);
            putIndexes(description, "LocalSecondaryIndexes", units.local);
            putIndexes(description, "GlobalSecondaryIndexes", units.global);
        }
        return description;
    }

    private static void putIndexes(Map<String, Object> description, String name, Map<String, Double> units) {
        if (!units.isEmpty()) {
            Map<String, Object> indexes = new LinkedHashMap<>();
            units.forEach((index, each) -> indexes.put(index, Map.of("CapacityUnits", each)));
            description.put(name, indexes);
        }
    }
}
