package io.github.dynamosessions.model;

/** The scavenger reads an item that the index says has expired. */
record Scavenging(Operation.Get operation) implements Task {

    @Override
    public Step answered(Move move, Answer answer) {
        Item item = answer.item();
        return item.live() && item.expiredAt(move.now())
                ? Expiring.start(move, null, item, null, 0)
                : move.finish(Outcome.OK);
    }

    @Override
    public Step unanswered(Move move) {
        return move.finish(Outcome.UNAVAILABLE);
    }
}
