package io.github.dynamosessions.internal.session;

/**
 * What a request gets whose session cannot be read or saved, or was changed in place. A bean of the data store.
 *
 * @param newSessionAfterFailedRead whether it goes on without its session; otherwise it is answered 503
 * @param unavailableAfterFailedWrite whether it is answered 503; otherwise its response is sent
 * @param mutations what becomes of values that are changed in place
 */
public record SessionPolicy(
        boolean newSessionAfterFailedRead, boolean unavailableAfterFailedWrite, Mutations mutations) {

    /** What becomes of values that are changed without {@code setAttribute}. */
    public enum Mutations {
        /** They are not looked for. */
        IGNORED,
        /** They are logged and not saved. */
        LOGGED,
        /** They are saved. */
        SAVED
    }
}
