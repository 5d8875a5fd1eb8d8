package io.github.dynamosessions.embedded.global;

import io.github.dynamosessions.embedded.DynamoDbEngine;
import io.github.dynamosessions.embedded.table.Change;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Position;
import io.github.dynamosessions.embedded.table.Table;
import java.util.HashMap;
import java.util.Map;

/** The tables of one Region, and the versions of their items, deleted ones included. */
final class Replica {

    private final Database database;
    private final DynamoDbEngine engine;
    private final Map<Target, Version> versions = new HashMap<>();

    private record Target(String table, Position position) {}

    Replica(Database database, DynamoDbEngine engine) {
        this.database = database;
        this.engine = engine;
    }

    Database database() {
        return database;
    }

    DynamoDbEngine engine() {
        return engine;
    }

    /** Remembers the version of an item that was written here. */
    void note(ReplicatedWrite write) {
        versions.put(new Target(write.table(), write.position()), write.version());
    }

    /** Applies a write of another Region, unless the item here was written later. A write of no table is lost. */
    void receive(ReplicatedWrite write) {
        Table table = database.find(write.table());
        Version present = versions.get(new Target(write.table(), write.position()));
        if (table == null || present != null && present.compareTo(write.version()) > 0) {
            return;
        }
        note(write);
        database.applyReplicated(table, new Change(write.position(), table.get(write.position()), write.item()));
    }
}
