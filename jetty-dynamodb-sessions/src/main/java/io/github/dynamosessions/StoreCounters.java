package io.github.dynamosessions;

import java.util.concurrent.atomic.LongAdder;

/** What went wrong since the start of a store. */
final class StoreCounters {

    final LongAdder failedReads = new LongAdder();
    final LongAdder failedSaves = new LongAdder();
    final LongAdder lostChanges = new LongAdder();
    final LongAdder undecodable = new LongAdder();
}
