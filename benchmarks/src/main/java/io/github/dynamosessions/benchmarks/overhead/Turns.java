package io.github.dynamosessions.benchmarks.overhead;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The store and the bare SDK take turns of some milliseconds, in one process: what the machine has to do beside them, and
 * how the SDK's code happened to be compiled, is the same for both. The sums of one iteration. Made by JMH, in the fork.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Turns {

    /** Calls of each side in a row. */
    static final int CALLS = 50;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** On the clock, of the bare SDK. */
    public long bareNanos;

    /** Of this thread on a processor, of the bare SDK. */
    public long bareCpuNanos;

    /** Allocated by this thread, of the bare SDK. */
    public long bareBytes;

    /** On the clock, of the store. */
    public long storeNanos;

    /** Of this thread on a processor, of the store. */
    public long storeCpuNanos;

    /** Allocated by this thread, of the store. */
    public long storeBytes;

    private boolean storeIsFirst;

    /** One turn of each, in changing order. */
    void take(Callable<?> bare, Callable<?> store, Blackhole results) throws Exception {
        storeIsFirst = !storeIsFirst;
        if (storeIsFirst) {
            takeStore(store, results);
            takeBare(bare, results);
        } else {
            takeBare(bare, results);
            takeStore(store, results);
        }
    }

    private void takeBare(Callable<?> call, Blackhole results) throws Exception {
        Spent spent = Spent.by(call, results);
        bareNanos += spent.nanos();
        bareCpuNanos += spent.cpuNanos();
        bareBytes += spent.bytes();
    }

    private void takeStore(Callable<?> call, Blackhole results) throws Exception {
        Spent spent = Spent.by(call, results);
        storeNanos += spent.nanos();
        storeCpuNanos += spent.cpuNanos();
        storeBytes += spent.bytes();
    }

    /** What one turn took. */
    private record Spent(long nanos, long cpuNanos, long bytes) {

        static Spent by(Callable<?> call, Blackhole results) throws Exception {
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            long cpuNanos = THREADS.getCurrentThreadCpuTime();
            long nanos = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                results.consume(call.call());
            }
            return new Spent(
                    System.nanoTime() - nanos,
                    THREADS.getCurrentThreadCpuTime() - cpuNanos,
                    THREADS.getCurrentThreadAllocatedBytes() - bytes);
        }
    }
}
