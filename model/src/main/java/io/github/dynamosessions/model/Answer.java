package io.github.dynamosessions.model;

/**
 * What DynamoDB answers.
 *
 * @param passed whether the condition held
 * @param item as it was before the call: {@code ReturnValues=ALL_OLD}, and the same on a condition that does not hold
 * @param beside the item of the other context, of a transaction
 * @param inDoubt whether earlier attempts of the same call had no answer
 */
record Answer(boolean passed, Item item, Item beside, boolean inDoubt) {

    Answer(boolean passed, Item item) {
        this(passed, item, null, false);
    }

    /** The answer of an attempt after others that may have been executed. */
    Answer afterOthers() {
        return new Answer(passed, item, beside, true);
    }
}
