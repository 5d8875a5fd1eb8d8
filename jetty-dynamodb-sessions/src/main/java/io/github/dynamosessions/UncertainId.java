package io.github.dynamosessions;

import org.jspecify.annotations.Nullable;

/**
 * Both ids that a session may have, where DynamoDB could not say whether it has got its new one. The client is told both,
 * in one cookie, and the next request settles which it is. The old id alone never leads to the session under its new one:
 * whoever knew it before the login must not share the login.
 *
 * @param newId the id that the session has if the change has happened
 * @param oldId the id that it has otherwise
 */
record UncertainId(String newId, String oldId) {

    /** Valid in a cookie; Jetty's ids are letters and digits, and its worker names are set off by a dot. */
    private static final char SEPARATOR = '~';

    /** Null if this is an id like any other. */
    static @Nullable UncertainId parse(String id) {
        int separator = id.indexOf(SEPARATOR);
        return separator < 1 || separator == id.length() - 1 || separator != id.lastIndexOf(SEPARATOR)
                ? null
                : new UncertainId(id.substring(0, separator), id.substring(separator + 1));
    }

    /** Ids begin with the worker name: if that looked like two ids, so would every id. */
    static void requireNone(@Nullable String workerName) {
        if (workerName != null && workerName.indexOf(SEPARATOR) >= 0) {
            throw new IllegalStateException(
                    "the worker name of the SessionIdManager must not contain '" + SEPARATOR + "', was " + workerName);
        }
    }

    /** What stands for both where an id is expected. */
    @Override
    public String toString() {
        return newId + SEPARATOR + oldId;
    }
}
