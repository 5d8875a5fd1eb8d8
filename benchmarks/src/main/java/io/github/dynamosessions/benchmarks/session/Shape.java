package io.github.dynamosessions.benchmarks.session;

/** What kind of values a session holds. */
public enum Shape {
    /** Strings, numbers and a boolean: what DynamoDB has types for. */
    SCALARS,
    /** Objects of the application, which are serialized. */
    OBJECTS,
    /** Half and half. */
    MIXED
}
