package io.github.dynamosessions.embedded.global;

import io.github.dynamosessions.embedded.DynamoDbEngine;
import io.github.dynamosessions.embedded.operation.Operations;
import io.github.dynamosessions.embedded.table.Database;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Several engines whose tables are global tables with multi-Region strong consistency (MRSC): each write is at once in
 * all Regions, and every read and condition sees it. There are no transactions, no TTL and no local secondary indexes.
 * A table that is created in one Region is in all. Safe for use by several threads.
 *
 * <p>The service refuses a write while another Region changes the same item. A test provokes it with
 * {@code engine.faults().on("UpdateItem").times(1).refuse("ReplicatedWriteConflictException", "...")}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html#V2globaltables_HowItWorks.consistency-modes">Consistency
 *     modes</a>
 */
public final class MultiRegionStrong {

    private final Map<String, DynamoDbEngine> engines = new LinkedHashMap<>();

    /**
     * Makes an engine for each Region.
     *
     * @param clock the time of all Regions
     * @param regions their names
     */
    public MultiRegionStrong(InstantSource clock, String... regions) {
        ReentrantLock lock = new ReentrantLock();
        Database shared = new Database(regions[0], clock);
        for (String region : regions) {
            Database database = shared.inRegion(region);
            database.replicas(List.of(regions), "STRONG");
            engines.put(region, new DynamoDbEngine(database, Operations.withoutTransactionsAndTtl(), lock));
        }
    }

    /** The engine of a Region. */
    public DynamoDbEngine engine(String region) {
        DynamoDbEngine engine = engines.get(region);
        if (engine == null) {
            throw new IllegalArgumentException("no such Region: " + region + ", there are " + engines.keySet());
        }
        return engine;
    }
}
