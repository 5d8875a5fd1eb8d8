package io.github.dynamosessions.model;

/** A call of a request, and what the request does next. Tasks are immutable: they are part of a state. */
interface Task {

    Operation operation();

    /**
     * @param answer the item as it was before the call, and whether the call's condition held
     */
    Step answered(Move move, Answer answer);

    /** All attempts have failed; any of them may still be executed. */
    Step unanswered(Move move);
}
