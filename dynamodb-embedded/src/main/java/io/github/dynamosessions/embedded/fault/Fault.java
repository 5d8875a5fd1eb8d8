package io.github.dynamosessions.embedded.fault;

import io.github.dynamosessions.embedded.request.Request;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** A fault that was added. Safe for use by several threads. */
public final class Fault {

    /** One attempt of a client, which the engine can execute. */
    @FunctionalInterface
    public interface Attempt {
        /** Executes it; the answer is JSON with its status, also of an error. */
        Object execute();
    }

    /** What happens to an attempt; null means that the client gets no answer. */
    @FunctionalInterface
    interface Effect {
        @Nullable
        Object apply(Fault fault, Attempt attempt);
    }

    private final Faults faults;
    private final BiPredicate<String, Request> condition;
    private final Effect effect;
    private final Queue<Attempt> held = new ConcurrentLinkedQueue<>();
    private int left;
    private int count;

    Fault(Faults faults, BiPredicate<String, Request> condition, int times, Effect effect) {
        this.faults = faults;
        this.condition = condition;
        this.left = times;
        this.effect = effect;
    }

    synchronized boolean takes(String operation, Request request) {
        if (left == 0 || !condition.test(operation, request)) {
            return false;
        }
        left--;
        count++;
        return true;
    }

    /** Lets it happen to an attempt. Engines call this; null means that the client gets no answer. */
    public @Nullable Object happen(Attempt attempt) {
        return effect.apply(this, attempt);
    }

    void hold(Attempt attempt) {
        held.add(attempt);
    }

    /** How many attempts it has met. */
    public synchronized int count() {
        return count;
    }

    /** How many attempts wait for {@link #fire()}. */
    public int held() {
        return held.size();
    }

    /** Executes the attempts that wait, in their order, on the calling thread. Nobody gets their answers. */
    public void fire() {
        for (Attempt attempt = held.poll(); attempt != null; attempt = held.poll()) {
            attempt.execute();
        }
    }

    /** Ends it for further attempts. Those that wait can still be executed. */
    public void remove() {
        faults.remove(this);
    }
}
