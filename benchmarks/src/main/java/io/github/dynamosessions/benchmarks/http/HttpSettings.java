package io.github.dynamosessions.benchmarks.http;

import java.time.Duration;
import java.util.List;

/**
 * What is measured, and for how long.
 *
 * @param clients who send requests at the same time
 * @param warmUp for each application, before it is measured
 * @param rounds how often each application has its turn
 * @param turn how long each takes
 * @param sizes sizes of the session in bytes
 * @param live numbers of live sessions
 */
public record HttpSettings(
        int clients, Duration warmUp, int rounds, Duration turn, List<Integer> sizes, List<Integer> live) {

    /** For figures that can be relied on, on a quiet machine. */
    public static final HttpSettings THOROUGH = new HttpSettings(
            8, Duration.ofSeconds(5), 3, Duration.ofMillis(1_500), List.of(300, 6_000, 50_000), List.of(100, 10_000));

    /** For a look. */
    public static final HttpSettings QUICK =
            new HttpSettings(4, Duration.ofSeconds(1), 2, Duration.ofMillis(500), List.of(6_000), List.of(100));
}
