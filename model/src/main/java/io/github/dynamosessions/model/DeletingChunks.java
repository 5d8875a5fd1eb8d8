package io.github.dynamosessions.model;

/** Deletes chunks to which no item refers; the request has been answered. Chunks that stay are removed by TTL. */
record DeletingChunks(Operation.DeleteChunks operation) implements Task {

    static Step start(Move move, int keys) {
        return keys == Chunks.NONE
                ? Step.FINISHED
                : Step.call(new DeletingChunks(
                        new Operation.DeleteChunks(move.script().context(), keys)));
    }

    @Override
    public Step answered(Move move, Answer answer) {
        return Step.FINISHED;
    }

    @Override
    public Step unanswered(Move move) {
        return Step.FINISHED;
    }
}
