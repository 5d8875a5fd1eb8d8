package io.github.dynamosessions.it;

import io.github.dynamosessions.it.Exchange.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Actors that act at the same time for a while, clients among them; after that every session is read once more. */
final class ChaosRun {

    private static final Duration LONGEST_ACT = Duration.ofMinutes(3);
    private static final Duration LONGEST_READING = Duration.ofMinutes(1);
    private static final long READ_PAUSE_MS = 300;

    private final History history = new History();
    private final List<Actor> actors = new ArrayList<>();
    private final List<ChaosClient> clients = new ArrayList<>();
    private final Nodes nodes;
    private final Duration idleTimeout;
    private final Random random;
    private final RecordingClient http;

    /**
     * @param idleTimeout of the nodes
     * @param seed of all that is random here and in the clients
     */
    ChaosRun(Nodes nodes, Duration idleTimeout, long seed) {
        this.nodes = nodes;
        this.idleTimeout = idleTimeout;
        this.random = new Random(seed);
        this.http = new RecordingClient(nodes, history);
    }

    ChaosRun with(Actor actor) {
        actors.add(actor);
        return this;
    }

    ChaosRun withClients(int count) {
        for (int number = 1; number <= count; number++) {
            ChaosClient client = new ChaosClient("client" + number, nextRandom(), http, nodes.count(), idleTimeout);
            clients.add(client);
            actors.add(client::act);
        }
        return this;
    }

    ChaosRun withIdleClients(int count) {
        for (int number = 1; number <= count; number++) {
            actors.add(new IdleClient("idle" + number, nextRandom(), http, nodes.count(), idleTimeout)::act);
        }
        return this;
    }

    /** For an actor, so that the order in which the actors come to act changes nothing. */
    Random nextRandom() {
        return new Random(random.nextLong());
    }

    /** Returns when the last act of every actor is over; fails if one has failed. */
    void act(Duration duration) throws Exception {
        long deadline = System.nanoTime() + duration.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(actors.size());
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (Actor actor : actors) {
                running.add(threads.submit(() -> {
                    while (System.nanoTime() < deadline) {
                        actor.act();
                    }
                    return null;
                }));
            }
            for (Future<Void> each : running) {
                each.get(duration.plus(LONGEST_ACT).toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Reads everything on every node, when nothing disturbs any more; the reads that had no answer in the end. */
    List<Exchange> readAll() throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_READING.toNanos();
        List<Exchange> unread = new ArrayList<>();
        for (int node = 0; node < nodes.count(); node++) {
            for (ChaosClient client : clients) {
                List<Exchange> failed = failedReads(client, node);
                while (!failed.isEmpty() && System.nanoTime() < deadline) {
                    TimeUnit.MILLISECONDS.sleep(READ_PAUSE_MS);
                    failed = failedReads(client, node);
                }
                unread.addAll(failed);
            }
        }
        return unread;
    }

    private static List<Exchange> failedReads(ChaosClient client, int node) {
        return client.readAll(node).stream()
                .map(CompletableFuture::join)
                .filter(read -> read.outcome() != Outcome.DONE && read.outcome() != Outcome.NO_SESSION)
                .toList();
    }

    History history() {
        return history;
    }

    /** Somebody who does something again and again. */
    @FunctionalInterface
    interface Actor {

        /** Takes a few seconds at most, unless a process starts. */
        void act() throws Exception;
    }
}
