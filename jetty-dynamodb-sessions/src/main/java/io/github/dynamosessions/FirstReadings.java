package io.github.dynamosessions;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Of the requests that read one session at the same time: which of them has begun first. Thread safe. */
final class FirstReadings {

    private final Map<String, Object> readings = new ConcurrentHashMap<>();

    /** {@return the reading, which has to be ended} */
    Object begin(String id) {
        Object reading = new Object();
        readings.putIfAbsent(id, reading);
        return reading;
    }

    /** Runs something if this reading is the first, and is not to be forgotten, which waits until it is done. */
    void ifFirst(String id, Object reading, Runnable work) {
        readings.computeIfPresent(id, (key, first) -> {
            if (first == reading) {
                work.run();
            }
            return first;
        });
    }

    void end(String id, Object reading) {
        readings.remove(id, reading);
    }

    /** What is being read is outdated. */
    void forget(String id) {
        readings.remove(id);
    }
}
