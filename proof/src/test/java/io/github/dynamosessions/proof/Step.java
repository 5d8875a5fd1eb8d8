package io.github.dynamosessions.proof;

import java.util.Set;

/**
 * One thing that may happen next.
 *
 * @param request the number of the request that goes on, or whose delayed attempt is executed
 * @param number of the request's steps; or of its delayed attempts, negative
 * @param operation what is called
 * @param fate what becomes of it
 * @param items that are read or written; empty for all
 * @param isWrite whether it changes them
 */
record Step(int request, int number, String operation, Fate fate, Set<String> items, boolean isWrite) {

    /** Whether it makes no difference which of the two is first. */
    boolean isIndependentOf(Step other) {
        return request != other.request
                && (number < 0
                        || other.number < 0
                        || !fate.isFault()
                        || !other.fate.isFault()) // there are not more than some
                && (!isWrite && !other.isWrite || !meets(other));
    }

    private boolean meets(Step other) {
        return items.isEmpty() || other.items.isEmpty() || items.stream().anyMatch(other.items::contains);
    }

    @Override
    public String toString() {
        return "request " + request + ": " + (number < 0 ? "delayed " : "") + operation
                + (items.isEmpty() ? " " : " of " + String.join(", ", items) + " ")
                + (number < 0 ? "is executed" : fate);
    }
}
