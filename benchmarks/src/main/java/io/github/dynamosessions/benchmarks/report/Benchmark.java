package io.github.dynamosessions.benchmarks.report;

/** Something that can be measured. */
@FunctionalInterface
public interface Benchmark {

    /** Measures; takes from seconds to minutes. */
    Section run() throws Exception;
}
