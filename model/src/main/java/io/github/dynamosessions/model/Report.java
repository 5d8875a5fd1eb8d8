package io.github.dynamosessions.model;

import java.util.List;

/**
 * Checks the protocol within the full bounds and prints what it finds, one line for each scenario and a trace for each
 * property that does not hold.
 *
 * <p>Arguments: a regular expression of the scenarios, and names of {@link Mutant mutants}. The name {@code
 * combinations} stands for the {@link Combinations}. {@code -Dmodel.max=} bounds the states of a scenario;
 * {@code -Dmodel.quick=true} takes the bounds of a build.
 */
public final class Report {

    private static final int MAX_STATES = Integer.getInteger("model.max", 30_000_000);

    private static final boolean QUICK = Boolean.getBoolean("model.quick");

    private long states;
    private boolean asExpected = true;

    private Report() {}

    /** Prints the report; the status is 1 if a scenario is not as expected. */
    public static void main(String[] args) {
        String only = args.length == 0 ? ".*" : args[0];
        List<Mutant> mutants = List.of(args).subList(Math.min(1, args.length), args.length).stream()
                .map(Mutant::valueOf)
                .toList();
        long start = System.nanoTime();
        Report report = new Report();
        Scenarios.all().stream()
                .filter(s -> s.id.matches(only))
                .forEach(s -> report.check(QUICK ? s : s.full(), mutants));
        if ("combinations".matches(only)) {
            Combinations.all().forEach(set -> report.check(set, mutants));
        }
        System.out.printf("%,d states in %.0f s%n", report.states, (System.nanoTime() - start) / 1e9);
        System.exit(report.asExpected ? 0 : 1);
    }

    private void check(Scenario scenario, List<Mutant> mutants) {
        mutants.forEach(scenario::with);
        Result result = Checker.check(scenario, MAX_STATES);
        System.out.println(result.text());
        count(result);
    }

    private void check(Combinations set, List<Mutant> mutants) {
        long before = states;
        List<Scenario> scenarios = set.scenarios(QUICK ? 1 : 2);
        for (Scenario scenario : scenarios) {
            mutants.forEach(scenario::with);
            Result result = Checker.check(scenario, MAX_STATES);
            if (!result.asExpected()) {
                System.out.println(result.text());
            }
            states += result.states();
            asExpected &= result.asExpected();
        }
        System.out.printf("%s: %,d scenarios, %,d states%n", set.id(), scenarios.size(), states - before);
    }

    private void count(Result result) {
        states += result.states();
        asExpected &= result.asExpected();
    }
}
