package io.github.dynamosessions.internal.item;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whose sessions: those of one context and virtual host, under one prefix. Gives each session its key, {@code
 * <keyPrefix><context>|<vhost>|<id>}.
 *
 * @param keyPrefix what stands in front of every key; holds no {@code /}, while a context path begins with one, so that
 *     the prefix ends where the context begins
 * @param contextPath the context's path, {@code /} for the root
 * @param vhost the context's first virtual host
 */
public record SessionScope(String keyPrefix, String contextPath, String vhost) {

    /** DynamoDB's limit for the value of a hash key. */
    private static final int MAX_KEY_BYTES = 2048;

    private static final int KEY_PARTS = 3;

    /** What every key of this scope, and none of another, begins with. */
    public String keyStart() {
        String path = contextPath.startsWith("/") ? contextPath : "/" + contextPath;
        return keyPrefix + KeyEscaping.escape(path) + '|' + KeyEscaping.escape(vhost) + '|';
    }

    /**
     * The key of a session.
     *
     * @return the key, or null where there can be no such session: the id is empty, or the key would be longer than
     *     DynamoDB allows
     */
    public @Nullable String key(String id) {
        if (id.isEmpty()) {
            return null;
        }
        String key = keyStart() + KeyEscaping.escape(id);
        return key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES ? null : key;
    }

    /** Whether a key has the form of those of sessions with this prefix, whatever their context. */
    public boolean isKey(String key) {
        String[] parts =
                key.startsWith(keyPrefix) ? key.substring(keyPrefix.length()).split("\\|", -1) : new String[0];
        return parts.length == KEY_PARTS
                && parts[0].startsWith("/")
                && !parts[2].isEmpty()
                && Arrays.stream(parts).allMatch(part -> KeyEscaping.unescape(part) != null);
    }

    /**
     * The session id in a key that begins with {@link #keyStart}.
     *
     * @throws ItemCodec.UnreadableItemException if the key is none that a session has
     */
    public String id(String key) {
        String id = KeyEscaping.unescape(key.substring(keyStart().length()));
        if (id == null || id.isEmpty()) {
            throw new ItemCodec.UnreadableItemException("its key is not that of a session", null);
        }
        return id;
    }
}
