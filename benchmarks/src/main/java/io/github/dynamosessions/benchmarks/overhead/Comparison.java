package io.github.dynamosessions.benchmarks.overhead;

import io.github.dynamosessions.benchmarks.node.StoreSettings;
import io.github.dynamosessions.benchmarks.session.Shape;

/**
 * One operation on one kind of session, through the store and by hand.
 *
 * @param operation {@code load}, {@code update} or {@code create}
 * @param shape the kind of values
 * @param bytes about the size of the session
 * @param settings how the store is set up
 * @param bare the bare SDK's cost
 * @param store the store's cost
 */
record Comparison(String operation, Shape shape, int bytes, StoreSettings settings, Cost bare, Cost store) {

    Cost ratio() {
        return store.relativeTo(bare);
    }
}
