package io.github.dynamosessions.internal.item;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.session.SessionData;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * By what the attributes of a session differ from what is stored.
 *
 * @param changed the stored forms of new values
 * @param removed the names of attributes that are no more
 * @param spilled those of the new values that go to parts
 */
record AttributeChanges(Map<String, AttributeValue> changed, Set<String> removed, List<SpilledValue> spilled) {

    static final AttributeChanges NONE = new AttributeChanges(Map.of(), Set.of(), List.of());

    /**
     * Compares. A value that lies in parts, and which nobody has asked for, has not changed. What a request sets, in a session
     * that it has found in memory, is a change in any case: the same value may be another one by now in the store.
     *
     * @param names the attributes that may have changed
     * @param stored what is stored; null if that is not known
     * @param partsTtlSeconds the TTL of new parts, in epoch seconds; null for none
     */
    static AttributeChanges of(
            SessionData data,
            Set<String> names,
            @Nullable StoredState stored,
            StoredAttributes forms,
            @Nullable Long partsTtlSeconds) {
        AttributeChanges changes = new AttributeChanges(new HashMap<>(), new HashSet<>(), new ArrayList<>());
        boolean isKnown = stored != null && !(data instanceof TrackedSessionData kept && kept.isRemembered());
        for (String name : names) {
            if (data instanceof TrackedSessionData tracked && !tracked.isLoaded(name)) {
                continue;
            }
            Object value = data.getAttribute(name);
            AttributeValue before = isKnown ? stored.attributes().get(name) : null;
            if (value == null) {
                if (!isKnown || before != null) {
                    changes.removed.add(name);
                }
                continue;
            }
            AttributeValue now = forms.encode(name, value, before, partsTtlSeconds, changes.spilled::add);
            if (!now.equals(before)) {
                changes.changed.put(name, now);
            }
        }
        return changes;
    }

    boolean isEmpty() {
        return changed.isEmpty() && removed.isEmpty();
    }

    /** The stored forms of all attributes after these changes. */
    Map<String, AttributeValue> appliedTo(@Nullable StoredState stored) {
        return StoredState.merged(stored == null ? Map.of() : stored.attributes(), changed, removed);
    }
}
