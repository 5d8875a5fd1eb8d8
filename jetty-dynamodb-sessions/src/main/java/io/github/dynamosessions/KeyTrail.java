package io.github.dynamosessions;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The keys at which one call looks for a session, one after the other: others give it new ones meanwhile. When the call is
 * over, the node hears of those that it was led to, and of those included by the call: a copy that it keeps of them in memory
 * does not know what the call has done. Confined to a thread.
 */
final class KeyTrail implements AutoCloseable {

    private final Consumer<String> outdatedKeys;
    private final List<String> outdated = new ArrayList<>();
    private String current;

    KeyTrail(String key, Consumer<String> outdatedKeys) {
        this.current = key;
        this.outdatedKeys = outdatedKeys;
    }

    /** Where the session is, as far as this call knows. */
    String current() {
        return current;
    }

    void follow(String movedTo) {
        current = movedTo;
        include(movedTo);
    }

    /** One more key of which the node is to hear. */
    void include(String key) {
        outdated.add(key);
    }

    @Override
    public void close() {
        outdated.forEach(outdatedKeys);
    }
}
