package io.github.dynamosessions.cli;

import io.github.dynamosessions.SessionTable.Description;
import java.util.Locale;
import java.util.Set;

/** What it costs to read a whole table, before it is read. */
final class ScanCost {

    private static final int UNIT_BYTES = 4096;

    private ScanCost() {}

    /**
     * Prints what it costs, and returns if that is accepted.
     *
     * @throws CommandEndedException if it is not, or there is no terminal
     */
    static void accept(Description table, Terminal terminal, Confirmation confirmation) {
        confirmation.demand(terminal, sentence(table) + " Continue? [y/N]", Set.of("y", "Y", "yes"));
    }

    /**
     * Half a unit for 4 KB, since a scan here is eventually consistent; see "Provisioned capacity" in the Amazon DynamoDB
     * Developer Guide.
     */
    private static double readUnits(Description table) {
        return Math.ceil(table.sizeBytes() / (double) UNIT_BYTES) / 2;
    }

    private static String sentence(Description table) {
        String cost = String.format(
                Locale.ROOT,
                "Reading all of table '%s' costs about %,.1f read units (items: %,d, bytes: %,d, at DynamoDB's last count,"
                        + " which may be six hours old).",
                table.tableName(),
                readUnits(table),
                table.itemCount(),
                table.sizeBytes());
        return table.readCapacityUnits() == 0
                ? cost
                : cost
                        + String.format(
                                Locale.ROOT, " Requests share its %,d units a second.", table.readCapacityUnits());
    }
}
