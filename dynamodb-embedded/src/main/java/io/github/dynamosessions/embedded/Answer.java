package io.github.dynamosessions.embedded;

import java.nio.charset.StandardCharsets;

/**
 * What the engine answers.
 *
 * @param status the HTTP status: 200, or that of an error
 * @param body JSON
 */
public record Answer(int status, byte[] body) {

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
