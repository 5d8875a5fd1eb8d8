package io.github.dynamosessions.embedded.http;

import java.util.Map;

/**
 * An HTTP response.
 *
 * @param status of HTTP
 * @param headers names and values
 * @param body its bytes
 * @param lost whether the client gets nothing: the connection is closed instead
 */
public record Reply(int status, Map<String, String> headers, byte[] body, boolean lost) {

    /** No response at all. */
    public static Reply none() {
        return new Reply(0, Map.of(), new byte[0], true);
    }
}
