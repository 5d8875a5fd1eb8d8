package io.github.dynamosessions.model;

/** Where a request is. */
sealed interface Step {

    Step NOT_STARTED = new NotStarted();
    Step FINISHED = new Finished();

    record NotStarted() implements Step {}

    record Finished() implements Step {}

    /**
     * It waits for the answer to a call.
     *
     * @param attempts how often the SDK has attempted it before
     * @param lost whether one of those had no answer
     */
    record Calling(Task task, int attempts, boolean lost) implements Step {}

    static Step call(Task task) {
        return new Calling(task, 0, false);
    }
}
