package io.github.dynamosessions.it;

import java.net.URI;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/** Nodes, each a process of its own, that are killed and come back. */
final class ChaosCluster implements Nodes, AutoCloseable {

    private static final int START_ATTEMPTS = 3;
    private static final int LONGEST_REST_MS = 3_000;
    private static final int LONGEST_ABSENCE_MS = 500;

    private final AtomicReferenceArray<JavaProcess> processes;
    private final Supplier<JavaProcess> starter;
    private int kills;

    private ChaosCluster(int count, Supplier<JavaProcess> starter) {
        this.processes = new AtomicReferenceArray<>(count);
        this.starter = starter;
    }

    /** @param starter starts a node, which listens when it returns */
    static ChaosCluster start(int count, Supplier<JavaProcess> starter) {
        ChaosCluster cluster = new ChaosCluster(count, starter);
        try {
            for (int node = 0; node < count; node++) {
                cluster.processes.set(node, cluster.started());
            }
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    @Override
    public int count() {
        return processes.length();
    }

    @Override
    public URI uri(int node) {
        return processes.get(node).uri("/");
    }

    /** One rest, and a node is killed and started again. */
    void act(Random random) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_REST_MS));
        int node = random.nextInt(count());
        processes.get(node).kill();
        kills++;
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_ABSENCE_MS));
        processes.set(node, started());
    }

    /** How many nodes were killed. To be read when no thread acts any more. */
    int kills() {
        return kills;
    }

    /** What the nodes that run have logged since their start. */
    String output() {
        StringBuilder output = new StringBuilder();
        for (int node = 0; node < count(); node++) {
            output.append(processes.get(node).output());
        }
        return output.toString();
    }

    @Override
    public void close() {
        for (int node = 0; node < count(); node++) {
            JavaProcess process = processes.get(node);
            if (process != null) {
                process.close();
            }
        }
    }

    /** The port was free when it was chosen, and may be taken by now. */
    private JavaProcess started() {
        IllegalStateException failure = null;
        for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
            try {
                return starter.get();
            } catch (IllegalStateException e) {
                failure = e;
            }
        }
        throw failure;
    }
}
