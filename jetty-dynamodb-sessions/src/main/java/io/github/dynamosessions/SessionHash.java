package io.github.dynamosessions;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What stands for a session in logs: whoever reads a session id there could take over the session. */
final class SessionHash {

    private static final int SHOWN_BYTES = 6;

    private SessionHash() {}

    /** The first twelve hexadecimal digits of the SHA-256 of a key or an id. */
    static String of(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, SHOWN_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
