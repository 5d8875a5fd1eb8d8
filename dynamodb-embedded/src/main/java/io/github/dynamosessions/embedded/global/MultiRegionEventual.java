package io.github.dynamosessions.embedded.global;

import io.github.dynamosessions.embedded.DynamoDbEngine;
import io.github.dynamosessions.embedded.operation.Operations;
import io.github.dynamosessions.embedded.table.Change;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Table;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Several engines whose tables of the same name are one global table with multi-Region eventual consistency (MREC).
 *
 * <p>Each Region reads, tests conditions and commits transactions on its own copy. Each changed item is replicated by
 * itself, also those of one transaction, when the test delivers it. Of two versions of an item the one that was written
 * later wins, by the clock of its Region. Each Region's table is created by the test. Safe for use by several threads.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html">How global
 *     tables work</a>
 */
public final class MultiRegionEventual {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Replica> replicas = new LinkedHashMap<>();
    private final Map<Link, Queue<ReplicatedWrite>> queues = new LinkedHashMap<>();
    private final Set<Link> partitioned = new HashSet<>();
    private long sequence;

    private record Link(String from, String to) {}

    /**
     * Makes an engine for each Region.
     *
     * @param clocks the clock of each Region by its name
     */
    public MultiRegionEventual(Map<String, InstantSource> clocks) {
        List<String> regions = List.copyOf(clocks.keySet());
        clocks.forEach((region, clock) -> {
            Database database = new Database(region, clock);
            database.replicas(regions, "EVENTUAL");
            database.listener((table, change) -> written(region, table, change));
            DynamoDbEngine engine = new DynamoDbEngine(database, new Operations(), lock);
            replicas.put(region, new Replica(database, engine));
        });
        for (String from : regions) {
            for (String to : regions) {
                if (!from.equals(to)) {
                    queues.put(new Link(from, to), new ArrayDeque<>());
                }
            }
        }
    }

    /** The engine of a Region. */
    public DynamoDbEngine engine(String region) {
        return replica(region).engine();
    }

    /** Delivers what waits, in the order of the writes in each Region, except between Regions that are partitioned. */
    public void deliver() {
        locked(() -> queues.keySet().forEach(link -> {
            while (deliverOne(link)) {
                // the next one
            }
        }));
    }

    /**
     * Delivers the oldest write that waits between two Regions.
     *
     * @return whether there was one, and the Regions are not partitioned
     */
    public boolean deliverNext(String from, String to) {
        boolean[] delivered = new boolean[1];
        locked(() -> delivered[0] = deliverOne(new Link(from, to)));
        return delivered[0];
    }

    /** How many writes wait between two Regions. */
    public int pending(String from, String to) {
        int[] size = new int[1];
        locked(() -> size[0] = queue(new Link(from, to)).size());
        return size[0];
    }

    /** Keeps two Regions from each other until {@link #heal}; what they write waits. */
    public void partition(String one, String other) {
        locked(() -> partitioned.addAll(Set.of(new Link(one, other), new Link(other, one))));
    }

    /** Ends the partition of two Regions. What waits is delivered by {@link #deliver}. */
    public void heal(String one, String other) {
        locked(() -> partitioned.removeAll(Set.of(new Link(one, other), new Link(other, one))));
    }

    private void written(String region, Table table, Change change) {
        Replica replica = replica(region);
        Version version = new Version(replica.database().now(), sequence++, region);
        ReplicatedWrite write = new ReplicatedWrite(table.name(), change.position(), change.after(), version);
        replica.note(write);
        queues.forEach((link, queue) -> {
            if (link.from().equals(region)) {
                queue.add(write);
            }
        });
    }

    private boolean deliverOne(Link link) {
        @Nullable
        ReplicatedWrite write = partitioned.contains(link) ? null : queue(link).poll();
        if (write == null) {
            return false;
        }
        replica(link.to()).receive(write);
        return true;
    }

    private Queue<ReplicatedWrite> queue(Link link) {
        Queue<ReplicatedWrite> queue = queues.get(link);
        if (queue == null) {
            throw new IllegalArgumentException("no such Regions: " + link);
        }
        return queue;
    }

    private Replica replica(String region) {
        Replica replica = replicas.get(region);
        if (replica == null) {
            throw new IllegalArgumentException("no such Region: " + region + ", there are " + replicas.keySet());
        }
        return replica;
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
