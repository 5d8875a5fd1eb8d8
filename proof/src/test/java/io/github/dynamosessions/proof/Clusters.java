package io.github.dynamosessions.proof;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Clusters for searches at the same time, each used by one of them. One that a search has not given back is left to itself. */
final class Clusters implements AutoCloseable {

    private final Queue<Cluster> idle = new ConcurrentLinkedQueue<>();

    Cluster take() throws Exception {
        Cluster cluster = idle.poll();
        return cluster == null ? Cluster.start() : cluster;
    }

    void giveBack(Cluster cluster) {
        idle.add(cluster);
    }

    @Override
    public void close() {
        idle.forEach(Cluster::close);
    }
}
