package io.github.dynamosessions.internal.item;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnreadableAttributeException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnstorableAttributeException;

/** What becomes of values that cannot be used as they are. Thread safe. */
public interface AttributeFaults {

    /**
     * Whether the session is used without a value that cannot be read. If not, the session counts as unreadable.
     *
     * @param id the public ID of the session
     * @param e the reason, which names the attribute
     */
    boolean leavesOut(String id, UnreadableAttributeException e);

    /** It is unknown whether a value was changed in place: it cannot be serialized again. It stays as it is stored. */
    void notComparable(UnstorableAttributeException e);
}
