package io.github.dynamosessions.embedded.global;

import java.time.Instant;
import java.util.Comparator;

/**
 * When an item was written. Of two writes at the same time the one of the Region with the greater name wins, so that
 * all Regions agree.
 *
 * @param time by the clock of the Region
 * @param sequence orders the writes of one Region
 * @param region where it was written
 */
record Version(Instant time, long sequence, String region) implements Comparable<Version> {

    private static final Comparator<Version> ORDER =
            Comparator.comparing(Version::time).thenComparing(Version::region).thenComparing(Version::sequence);

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }
}
