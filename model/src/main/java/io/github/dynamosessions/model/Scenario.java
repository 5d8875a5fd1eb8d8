package io.github.dynamosessions.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A few requests, the faults that may happen to them, and what exists before they begin. */
final class Scenario {

    final String id;
    final String title;
    final List<Script> scripts;
    final Set<Mutant> mutants = EnumSet.noneOf(Mutant.class);
    final Set<Property> expected = EnumSet.noneOf(Property.class);
    final List<Item> initial = new ArrayList<>(List.of(Item.ABSENT, Item.ABSENT));
    Budget budget = Budget.losses(2);
    Budget fullBudget = Budget.losses(3).throttles(1);
    Cookie cookie = Cookie.of(1);
    int horizon;
    int fullHorizon;
    int attempts = 2;
    int maxEntries = 8;
    int accessed = START;
    int[] skew = {0, 0, 0};
    boolean log;
    boolean returns;
    boolean strict;
    boolean staleReads;
    boolean formerSecretLeft;

    /** The first tick. */
    static final int START = 100;
    /** The initial idle timeout, in ticks. */
    static final int IDLE = 4;
    /** An expiry is stored this much later than needed, and rewritten only when it is needed. */
    static final int TOUCH = 1;

    /** A tenth of the idle timeout, rounded to ticks. */
    static int touch(int idle) {
        return idle < IDLE ? 0 : TOUCH;
    }

    private static final Item OPEN = Item.created(1, 1, Attribute.UNSET, Attribute.UNSET, 0, IDLE);

    Scenario(String id, String title, Script... scripts) {
        this.id = id;
        this.title = title;
        this.scripts = List.of(scripts);
        initial.set(0, OPEN);
    }

    static Scenario scenario(String idAndTitle, Script... scripts) {
        int space = idAndTitle.indexOf(' ');
        return new Scenario(idAndTitle.substring(0, space), idAndTitle.substring(space + 1), scripts);
    }

    /** No session exists, and the client has no cookie. */
    Scenario fresh() {
        initial.set(0, Item.ABSENT);
        cookie = Cookie.NONE;
        return this;
    }

    /** The session exists in both contexts. */
    Scenario bothContexts() {
        initial.set(1, OPEN);
        return this;
    }

    /** The session of context 1 was ended alone, as an unreadable one is, or by its ID. */
    Scenario endedInSecond() {
        initial.set(1, Item.tombstone(Long.SIZE - 1, 2));
        return this;
    }

    /** The session of context 1 has expired. */
    Scenario expiredInSecond() {
        initial.set(1, Item.created(1, 1, Attribute.UNSET, Attribute.UNSET, START - 1, IDLE));
        accessed = 0;
        return this;
    }

    /** The session of context 1 expires soon; that of context 0 does not. */
    Scenario expiresInSecond(int ticks, int fullTicks) {
        initial.set(1, Item.created(1, 2, Attribute.UNSET, Attribute.UNSET, START + 1, 1));
        horizon = ticks;
        fullHorizon = fullTicks;
        return this;
    }

    /** The item of context 1 still has the secret from before a rotation in context 0 that is in doubt. */
    Scenario formerSecretInSecond(int secret) {
        initial.set(0, Item.created(secret, 1, Attribute.UNSET, Attribute.UNSET, 0, IDLE));
        initial.set(1, OPEN);
        return this;
    }

    /** A creation that had no answer was executed in context 1 after a rotation in context 0. */
    Scenario formerSecretLeftInSecond(int secret) {
        formerSecretLeft = true;
        cookie = Cookie.of(secret);
        return formerSecretInSecond(secret);
    }

    /** Attribute a has a large value. */
    Scenario largeValue() {
        initial.set(0, Item.created(1, 1, new Attribute(Values.INITIAL, Chunks.INITIAL, 0), Attribute.UNSET, 0, IDLE));
        return this;
    }

    /** The session expires. */
    Scenario expires(int ticks, int fullTicks) {
        initial.set(0, Item.created(1, 1, Attribute.UNSET, Attribute.UNSET, START + IDLE + TOUCH, IDLE));
        horizon = ticks;
        fullHorizon = fullTicks;
        return this;
    }

    Scenario cookie(int secret, int former) {
        cookie = new Cookie(secret, former);
        return this;
    }

    Scenario faults(Budget quick, Budget full) {
        budget = quick;
        fullBudget = full;
        return this;
    }

    Scenario losses(int quick, int full) {
        return faults(Budget.losses(quick), Budget.losses(full).throttles(1));
    }

    /** One attempt for each call, so that fewer faults exhaust a call. */
    Scenario oneAttempt() {
        attempts = 1;
        return this;
    }

    Scenario entries(int most) {
        maxEntries = most;
        return this;
    }

    Scenario skew(int... nodes) {
        skew = nodes;
        return this;
    }

    Scenario log() {
        log = true;
        return this;
    }

    /** Checks {@link Property#READ_VALUE_RETURNS} as well. */
    Scenario returns() {
        returns = true;
        return this;
    }

    /** Judges the client's cookie even if that of a rotation in doubt has replaced that of a newer rotation. */
    Scenario strict() {
        strict = true;
        return this;
    }

    /** consistentReads=false. */
    Scenario staleReads(int quick, int full) {
        staleReads = true;
        budget = budget.staleReads(quick);
        fullBudget = fullBudget.staleReads(full);
        return this;
    }

    /** Documented: the property does not hold in this scenario. */
    Scenario expects(Property property) {
        expected.add(property);
        return this;
    }

    Scenario with(Mutant mutant) {
        mutants.add(mutant);
        return this;
    }

    /** The bounds of a run that takes minutes. */
    Scenario full() {
        budget = fullBudget;
        horizon = fullHorizon;
        return this;
    }

    boolean expires() {
        return horizon > 0;
    }

    int clockDifference() {
        int least = Integer.MAX_VALUE;
        int most = Integer.MIN_VALUE;
        for (int node : skew) {
            least = Math.min(least, node);
            most = Math.max(most, node);
        }
        return most - least;
    }

    @Override
    public String toString() {
        return id + " " + title;
    }
}
