package io.github.dynamosessions.it;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts what arrived and keeps what was executed. Safe for use by several threads. */
final class CallLog {

    private static final long MAX_CHARS = 64L << 20;

    private final Map<String, Integer> arrived = new TreeMap<>();
    private final Map<String, Integer> answered = new TreeMap<>();
    private final Map<StoreUpdate, Integer> updatesArrived = new EnumMap<>(StoreUpdate.class);
    private final Map<StoreUpdate, Integer> updatesAnswered = new EnumMap<>(StoreUpdate.class);
    private final Set<String> everArrived = new TreeSet<>();
    private final List<ProxiedCall> executed = new ArrayList<>();
    private long chars;
    private int underWay;

    synchronized void arrived(ProxiedCall call) {
        arrived.merge(call.operation(), 1, Integer::sum);
        count(call, updatesArrived);
        everArrived.add(call.operation());
        underWay++;
    }

    /** Whatever was reset meanwhile. */
    synchronized Set<String> everArrived() {
        return new TreeSet<>(everArrived);
    }

    synchronized void ended() {
        underWay--;
    }

    synchronized int underWay() {
        return underWay;
    }

    synchronized void answered(ProxiedCall call, boolean success) {
        answered.merge(call.operation(), 1, Integer::sum);
        count(call, updatesAnswered);
        if (success) {
            executed(call);
        }
    }

    private static void count(ProxiedCall call, Map<StoreUpdate, Integer> counts) {
        for (StoreUpdate update : StoreUpdate.values()) {
            if (update.is(call)) {
                counts.merge(update, 1, Integer::sum);
            }
        }
    }

    synchronized int arrived(StoreUpdate update) {
        return updatesArrived.getOrDefault(update, 0);
    }

    synchronized int answered(StoreUpdate update) {
        return updatesAnswered.getOrDefault(update, 0);
    }

    private void executed(ProxiedCall call) {
        chars += call.body().length();
        if (chars <= MAX_CHARS) {
            executed.add(call);
        }
    }

    synchronized Map<String, Integer> arrived() {
        return new TreeMap<>(arrived);
    }

    synchronized int answered(String operation) {
        return answered.getOrDefault(operation, 0);
    }

    /** @throws IllegalStateException if they are too many to be kept */
    synchronized List<ProxiedCall> executed() {
        if (chars > MAX_CHARS) {
            throw new IllegalStateException("The executed calls have more than " + MAX_CHARS
                    + " characters, of which the last are not kept. resetCounts() now and then");
        }
        return List.copyOf(executed);
    }

    synchronized void reset() {
        arrived.clear();
        answered.clear();
        updatesArrived.clear();
        updatesAnswered.clear();
        executed.clear();
        chars = 0;
    }
}
