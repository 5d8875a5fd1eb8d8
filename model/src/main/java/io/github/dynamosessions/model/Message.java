package io.github.dynamosessions.model;

/** An attempt of a request that had no answer: it may be executed at any later time, or never. */
record Message(Operation operation, int request) {}
