package io.github.dynamosessions.proof;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the reads and writes of one attribute can have happened one after the other: each at one moment between its start and
 * its end. J. Wing, C. Gong, <a href="https://doi.org/10.1006/jpdc.1993.1015">Testing and Verifying Concurrent Objects</a>, 1993;
 * with the memory of G. Lowe, <a href="https://doi.org/10.1002/cpe.3928">Testing for linearizability</a>, 2017.
 */
final class Register {

    private static final int NEVER = Integer.MAX_VALUE;

    private record Operation(boolean isWrite, @Nullable String value, int start, int end, boolean isUncertain) {}

    private record Seen(Set<Integer> left, @Nullable String value) {}

    private final List<Operation> operations = new ArrayList<>();
    private final @Nullable String initial;

    Register(@Nullable String initial) {
        this.initial = initial;
    }

    /** A write that was acknowledged. The value is null if it removes the attribute. */
    void written(@Nullable String value, int start, int end) {
        operations.add(new Operation(true, value, start, end, false));
    }

    /** A write of which the client does not know whether it was executed, or will be. */
    void uncertain(@Nullable String value, int start) {
        operations.add(new Operation(true, value, start, NEVER, true));
    }

    void read(@Nullable String value, int start, int end) {
        operations.add(new Operation(false, value, start, end, false));
    }

    boolean isLinearizable() {
        Set<Integer> all = new HashSet<>();
        for (int i = 0; i < operations.size(); i++) {
            all.add(i);
        }
        return isLinearizable(all, initial, new HashSet<>());
    }

    private boolean isLinearizable(Set<Integer> left, @Nullable String value, Set<Seen> seen) {
        if (left.stream().allMatch(each -> operations.get(each).isUncertain)) {
            return true;
        }
        if (!seen.add(new Seen(left, value))) {
            return false;
        }
        int firstEnd =
                left.stream().mapToInt(each -> operations.get(each).end).min().orElse(NEVER);
        for (int each : left) {
            Operation next = operations.get(each);
            if (next.start < firstEnd || next.end == firstEnd) {
                Set<Integer> rest = new HashSet<>(left);
                rest.remove(each);
                if ((next.isWrite || Objects.equals(next.value, value))
                        && isLinearizable(rest, next.isWrite ? next.value : value, seen)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "initially " + initial + ", " + operations;
    }
}
