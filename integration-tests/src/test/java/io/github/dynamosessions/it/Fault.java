package io.github.dynamosessions.it;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Something that happens to calls until it is healed. Safe for use by several threads. */
final class Fault {

    private static final int EVERY_CALL = -1;

    private final Predicate<ProxiedCall> strikes;
    private final Effect effect;
    private final AtomicInteger callsLeft;
    private final AtomicInteger callsMet = new AtomicInteger();
    private final Consumer<Fault> remover;
    private final CompletableFuture<Void> lifted = new CompletableFuture<>();

    private Fault(Predicate<ProxiedCall> strikes, int calls, Effect effect, Consumer<Fault> remover) {
        this.strikes = strikes;
        this.callsLeft = new AtomicInteger(calls);
        this.effect = effect;
        this.remover = remover;
    }

    static Fault ofEveryCall(Predicate<ProxiedCall> strikes, Effect effect, Consumer<Fault> remover) {
        return new Fault(strikes, EVERY_CALL, effect, remover);
    }

    static Fault ofNextCalls(int calls, Predicate<ProxiedCall> strikes, Effect effect, Consumer<Fault> remover) {
        return new Fault(strikes, calls, effect, remover);
    }

    /** How many calls it has met so far. */
    int callsMet() {
        return callsMet.get();
    }

    /** Ends it. Calls that hang on it or are delayed by it go on; those delayed by a time keep it. Healing twice is fine. */
    void heal() {
        remover.accept(this);
        lifted.complete(null);
    }

    /** Ends it, cutting the calls that hang on it. */
    void cancel() {
        lifted.cancel(false);
    }

    /** Whether it meets this call; if so, one call less is left. */
    boolean meets(ProxiedCall call) {
        boolean meets = strikes.test(call) && callsLeft.getAndUpdate(left -> left > 0 ? left - 1 : left) != 0;
        if (meets) {
            callsMet.incrementAndGet();
        }
        return meets;
    }

    void strike(CallUnderWay call) {
        effect.on(call, lifted);
    }

    /** What happens to a call. */
    @FunctionalInterface
    interface Effect {

        /** @param lifted completes when the fault is healed, and is cancelled when the proxy closes */
        void on(CallUnderWay call, CompletableFuture<Void> lifted);
    }
}
