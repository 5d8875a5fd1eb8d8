package io.github.dynamosessions.embedded.fault;

import io.github.dynamosessions.embedded.request.Request;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong between a client and an engine. Each fault says which attempts it is for and what happens to them;
 * of several that fit, the one that was added first applies. Safe for use by several threads.
 *
 * <pre>{@code
 * engine.faults().on("UpdateItem").key("id", "42").times(1).loseAnswer();
 * engine.faults().on("GetItem").share(0.1).throttle();
 * }</pre>
 */
public final class Faults {

    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private Random random = new Random(0);

    /** Makes a collection without faults. Engines make their own. */
    public Faults() {}

    /** Begins a fault of attempts of these operations; of all operations, if none is named. */
    public FaultBuilder on(String... operations) {
        return new FaultBuilder(this, List.of(operations));
    }

    /** Sets the seed of the choices of {@link FaultBuilder#share}; it is 0 unless it is set. */
    public synchronized void seed(long seed) {
        random = new Random(seed);
    }

    /** Removes all faults. Attempts that wait for an event are forgotten. */
    public void clear() {
        faults.clear();
    }

    /** Finds the fault of an attempt, and counts it. Engines call this. */
    public @Nullable Fault choose(String operation, Request request) {
        for (Fault fault : faults) {
            if (fault.takes(operation, request)) {
                return fault;
            }
        }
        return null;
    }

    synchronized boolean chance(double share) {
        return share >= 1 || random.nextDouble() < share;
    }

    Fault add(Fault fault) {
        faults.add(fault);
        return fault;
    }

    void remove(Fault fault) {
        faults.remove(fault);
    }
}
