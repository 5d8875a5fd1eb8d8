package io.github.dynamosessions.embedded;

import java.nio.charset.StandardCharsets;

/**
 * What the engine answers.
 *
 * @param status the HTTP status: 200, or that of an error; 0 if the answer is lost
 * @param body JSON; empty if the answer is lost
 */
public record Answer(int status, byte[] body) {

    static final Answer LOST = new Answer(0, new byte[0]);

    /** Whether a fault keeps the client from getting an answer. */
    public boolean isLost() {
        return status == 0;
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
