package io.github.dynamosessions.model;

/** A property that does not hold, and how. */
record Violation(Property property, String detail) {

    @Override
    public String toString() {
        return property + ": " + detail;
    }
}
