package io.github.dynamosessions.internal.item;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/**
 * What opens a session: the text of its cookie, {@code <selector>.<rotation>~<secret>}. The secret is in the cookie alone; the
 * item holds its hash, the {@link #verifier}. Where it is in doubt whether a session ID rotation has happened, the cookie is
 * {@code <selector>.<rotation>~<secret>~<former rotation>~<former secret>}. Thread safe.
 */
public final class SessionCookie {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final char SEPARATOR = '~';

    /** 96 bits of selector, 36 of rotation, 132 of secret: six for each character. */
    private static final int SELECTOR_CHARS = 16;

    private static final int ROTATION_CHARS = 6;
    private static final int SECRET_CHARS = 22;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final Pattern TEXT =
            Pattern.compile("([\\w-]{16})\\.([\\w-]{6})~([\\w-]{22})(?:~([\\w-]{6})~([\\w-]{22}))?");
    private static final int MAX_CHARS = 128;

    private final SessionHandle handle;
    private final String secret;
    private final @Nullable SessionCookie former;

    private SessionCookie(SessionHandle handle, String secret, @Nullable SessionCookie former) {
        this.handle = handle;
        this.secret = secret;
        this.former = former;
    }

    /** A new one, of a session that does not exist yet. */
    public static SessionCookie create() {
        return forHandle(new SessionHandle(random(SELECTOR_CHARS), random(ROTATION_CHARS)));
    }

    /** A new secret for a handle. */
    public static SessionCookie forHandle(SessionHandle handle) {
        return new SessionCookie(handle, random(SECRET_CHARS), null);
    }

    /** The cookie that a client has sent; null if it is none of ours. */
    public static @Nullable SessionCookie parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (text.length() > MAX_CHARS || !parts.matches()) {
            return null;
        }
        String selector = parts.group(1);
        SessionCookie former = parts.group(4) == null
                ? null
                : new SessionCookie(new SessionHandle(selector, parts.group(4)), parts.group(5), null);
        return new SessionCookie(new SessionHandle(selector, parts.group(2)), parts.group(3), former);
    }

    /** The cookie of the same session after a rotation. */
    public SessionCookie rotated() {
        return forHandle(new SessionHandle(handle.selector(), random(ROTATION_CHARS)));
    }

    /** This cookie and the one before it, where it is in doubt which of the two opens the session. */
    public SessionCookie inDoubt(SessionCookie before) {
        return new SessionCookie(handle, secret, new SessionCookie(before.handle, before.secret, null));
    }

    /** The public ID. */
    public SessionHandle handle() {
        return handle;
    }

    /** The cookie that opens the session if the rotation in doubt has not happened; null if none is in doubt. */
    public @Nullable SessionCookie former() {
        return former;
    }

    /** The SHA-256 of the secret, by which the item recognizes it. */
    public SdkBytes verifier() {
        try {
            byte[] ascii = secret.getBytes(StandardCharsets.US_ASCII);
            return SdkBytes.fromByteArrayUnsafe(
                    MessageDigest.getInstance("SHA-256").digest(ascii));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether this cookie opens the session of an item. Compares the hashes in constant time. */
    public boolean opens(StoredItem item) {
        SdkBytes stored = item.verifier();
        return stored != null
                && MessageDigest.isEqual(stored.asByteArrayUnsafe(), verifier().asByteArrayUnsafe())
                && handle.rotation().equals(item.rotation());
    }

    /** The cookie's value. A secret: never to be logged. */
    public String text() {
        String text = handle.id() + SEPARATOR + secret;
        return former == null ? text : text + SEPARATOR + former.handle.rotation() + SEPARATOR + former.secret;
    }

    /** Without the secret: this may be in a log. */
    @Override
    public String toString() {
        return handle.id();
    }

    private static String random(int chars) {
        byte[] bytes = new byte[chars];
        RANDOM.nextBytes(bytes);
        StringBuilder text = new StringBuilder(chars);
        for (byte b : bytes) {
            text.append(ALPHABET.charAt(b & 0x3F));
        }
        return text.toString();
    }
}
