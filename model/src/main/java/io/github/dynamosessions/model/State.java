package io.github.dynamosessions.model;

import java.util.Arrays;

/** A state of the whole system: table, requests, delayed attempts, time, and what the properties remember. */
final class State {

    private static final int ITEMS = 0;
    private static final int CONTEXTS = 2;

    int now;
    int chunks;
    private final Object[] parts; // items, steps, trails, history, budget
    private final long[] codes; // of the parts, 0 where not known
    private final int requests;
    private Message[] delayed = {};
    private long delayedCode;

    private State(int requests) {
        this.requests = requests;
        parts = new Object[2 * CONTEXTS + 2 * requests + 2];
        codes = new long[parts.length];
    }

    private State(State other) {
        now = other.now;
        chunks = other.chunks;
        requests = other.requests;
        parts = other.parts.clone();
        codes = other.codes.clone();
        delayed = other.delayed;
        delayedCode = other.delayedCode;
    }

    static State initial(Scenario scenario) {
        State state = new State(scenario.scripts.size());
        for (int context = 0; context < CONTEXTS; context++) {
            state.item(context, scenario.initial.get(context));
            state.formerItem(context, scenario.initial.get(context));
            state.chunks |= scenario.initial.get(context).chunks();
        }
        for (int request = 0; request < state.requests; request++) {
            state.step(request, Step.NOT_STARTED);
            state.trail(request, Trail.START);
        }
        state.history(new History(scenario.cookie, 0, 0, 0, 0, scenario.accessed, false));
        state.budget(scenario.budget);
        return state;
    }

    State copy() {
        return new State(this);
    }

    int requests() {
        return requests;
    }

    int contexts() {
        return CONTEXTS;
    }

    Item item(int context) {
        return (Item) parts[ITEMS + context];
    }

    void item(int context, Item item) {
        set(ITEMS + context, item);
    }

    /** The item before its last write; kept only where reads may return it. */
    Item formerItem(int context) {
        return (Item) parts[parts.length - 1 - context];
    }

    void formerItem(int context, Item item) {
        set(parts.length - 1 - context, item);
    }

    Step step(int request) {
        return (Step) parts[CONTEXTS + request];
    }

    void step(int request, Step step) {
        set(CONTEXTS + request, step);
    }

    Trail trail(int request) {
        return (Trail) parts[CONTEXTS + requests + request];
    }

    void trail(int request, Trail trail) {
        set(CONTEXTS + requests + request, trail);
    }

    History history() {
        return (History) parts[CONTEXTS + 2 * requests];
    }

    void history(History history) {
        set(CONTEXTS + 2 * requests, history);
    }

    Budget budget() {
        return (Budget) parts[CONTEXTS + 2 * requests + 1];
    }

    void budget(Budget budget) {
        set(CONTEXTS + 2 * requests + 1, budget);
    }

    private void set(int index, Object part) {
        parts[index] = part;
        codes[index] = 0;
    }

    int delayed() {
        return delayed.length;
    }

    Message delayed(int index) {
        return delayed[index];
    }

    void delay(Message message) {
        delayed = Arrays.copyOf(delayed, delayed.length + 1);
        delayed[delayed.length - 1] = message;
        delayedCode = 0;
    }

    void remove(int index) {
        Message[] left = new Message[delayed.length - 1];
        System.arraycopy(delayed, 0, left, 0, index);
        System.arraycopy(delayed, index + 1, left, index, left.length - index);
        delayed = left;
        delayedCode = 0;
    }

    /** The requests that have been answered, as bits. */
    int answered() {
        int bits = 0;
        for (int request = 0; request < requests; request++) {
            bits |= trail(request).answered() ? 1 << request : 0;
        }
        return bits;
    }

    /** Equal for equal states, and for others only by an accident of 1 in 2^64. */
    long fingerprint(Codes of) {
        long print = Codes.mix(now * 0x100000001L + chunks);
        for (int i = 0; i < parts.length; i++) {
            if (codes[i] == 0) {
                codes[i] = of.of(parts[i]);
            }
            print = Codes.mix(print ^ codes[i]) + i;
        }
        if (delayedCode == 0) { // the order does not matter
            for (Message message : delayed) {
                delayedCode += Codes.mix(of.of(message));
            }
        }
        return Codes.mix(print ^ delayedCode);
    }
}
