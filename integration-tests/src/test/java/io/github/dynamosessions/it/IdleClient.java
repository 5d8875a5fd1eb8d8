package io.github.dynamosessions.it;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A user who comes back now and then: mostly shortly before the session would expire, and sometimes after that. */
final class IdleClient {

    private static final String ATTRIBUTE = "attribute";
    private static final long REST_MS = 50;

    private final String name;
    private final Random random;
    private final RecordingClient http;
    private final int nodes;
    private final long idleNanos;

    private int sessions;
    private int values;
    private String session = "";
    private String id = "";
    private long nextUse = System.nanoTime();

    IdleClient(String name, Random random, RecordingClient http, int nodes, Duration idleTimeout) {
        this.name = name;
        this.random = random;
        this.http = http;
        this.nodes = nodes;
        this.idleNanos = idleTimeout.toNanos();
    }

    /** A rest, and one request if it is time for that. */
    void act() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(REST_MS);
        if (System.nanoTime() - nextUse < 0) {
            return;
        }
        Exchange exchange = id.isEmpty() ? create() : use();
        if (exchange.isDone()) {
            id = id.isEmpty() ? exchange.newId() : id;
            nextUse = System.nanoTime() + rest();
        } else if (exchange.outcome() == Exchange.Outcome.NO_SESSION) {
            id = "";
        }
    }

    private Exchange create() {
        session = name + "/" + ++sessions;
        return http.create(session, ATTRIBUTE, session + "/" + ++values, node()).join();
    }

    private Exchange use() {
        return random.nextBoolean()
                ? http.read(session, id, node()).join()
                : http.put(session, id, ATTRIBUTE, session + "/" + ++values, node(), 0)
                        .join();
    }

    private long rest() {
        double idleTimeouts = random.nextInt(5) == 0 ? 1.4 : 0.45 + 0.45 * random.nextDouble();
        return (long) (idleTimeouts * idleNanos);
    }

    private int node() {
        return random.nextInt(nodes);
    }
}
