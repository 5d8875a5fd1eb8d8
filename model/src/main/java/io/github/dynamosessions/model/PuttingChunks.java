package io.github.dynamosessions.model;

/** Writes chunks, before the write that refers to them. */
record PuttingChunks(Operation.PutChunks operation, Task then) implements Task {

    static Step start(Move move, int key, Task then) {
        return Step.call(new PuttingChunks(new Operation.PutChunks(move.script().context(), key), then));
    }

    @Override
    public Step answered(Move move, Answer answer) {
        return Step.call(then);
    }

    @Override
    public Step unanswered(Move move) {
        return move.finish(Outcome.UNAVAILABLE);
    }
}
