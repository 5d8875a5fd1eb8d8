package io.github.dynamosessions.internal.item;

import java.util.Set;

/**
 * Session data whose big values are read when somebody asks for them, and that finds out what was changed in place. To be
 * used under the session's lock.
 */
public interface LazyAttributes {

    /** The names of the attributes whose values are here. */
    Set<String> loadedNames();

    /**
     * Reads the value of an attribute, if it is not here yet.
     *
     * @return whether there is one, and it was not here before
     * @throws ItemCodec.UndecodableItemException if its parts are missing, or it cannot be decoded
     * @throws IllegalStateException if there is no such session any more
     */
    boolean load(String name);

    /** Forgets an attribute whose value is not here, without a change to the session. */
    void forget(String name);

    /** The application has got the value of an attribute, and may change it in place. */
    void handedOut(String name);

    /** The names of the values that differ from what is stored, of those that were handed out and not set since. */
    Set<String> mutations();

    /** What was handed out so far is not in anybody's hands any more. */
    void forgetHandedOut();
}
