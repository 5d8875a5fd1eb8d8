package io.github.dynamosessions.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A session as its item describes it, without deserializing any value. What is missing or malformed is null: the broken items
 * are those that an operator wants to see.
 *
 * @param key the value of the partition key
 * @param values the item, or part of it
 */
record SessionItem(String key, Map<String, AttributeValue> values) {

    /** A prefix has no slash, and a context path begins with one. */
    private static final Pattern KEY = Pattern.compile("[^/]*(?<context>/[^|]*)\\|(?<vhost>[^|]*)\\|[^|]*");

    private static final Pattern ESCAPED = Pattern.compile("%([0-9A-F]{4})");

    static SessionItem of(String hashKey, Map<String, AttributeValue> item) {
        return new SessionItem(item.get(hashKey).s(), item);
    }

    /** The public ID: the selector at the end of the key, and what the last session ID rotation has added to it. */
    String id() {
        String selector = unescape(key.substring(key.lastIndexOf('|') + 1));
        String rotation = text(ItemNames.ROTATION);
        return rotation == null || rotation.isEmpty() ? selector : selector + '.' + rotation;
    }

    /** The context's path. */
    @Nullable
    String context() {
        return ofKey("context");
    }

    /** The context's first virtual host. */
    @Nullable
    String vhost() {
        return ofKey("vhost");
    }

    private @Nullable String ofKey(String part) {
        Matcher parts = KEY.matcher(key);
        return parts.matches() ? unescape(parts.group(part)) : null;
    }

    private static String unescape(String part) {
        return ESCAPED.matcher(part)
                .replaceAll(
                        code -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code.group(1), 16))));
    }

    @Nullable
    String text(String name) {
        AttributeValue value = values.get(name);
        return value == null ? null : value.s();
    }

    @Nullable
    Long number(String name) {
        AttributeValue value = values.get(name);
        return value == null || value.n() == null ? null : new BigDecimal(value.n()).longValue();
    }

    /** As text; null also for 0, which means never. */
    @Nullable
    String time(String name) {
        Long epochMs = number(name);
        return epochMs == null || epochMs <= 0
                ? null
                : Instant.ofEpochMilli(epochMs).toString();
    }

    boolean isExpired() {
        Long epochMs = number(ItemNames.EXPIRY);
        return epochMs != null && epochMs > 0 && epochMs <= System.currentTimeMillis();
    }

    /** As text; null if there is none. */
    @Nullable
    String idleTimeout() {
        Long ms = number(ItemNames.MAX_INACTIVE);
        return ms == null || ms <= 0 ? null : Duration.ofMillis(ms).toString();
    }

    /** By name. */
    Map<String, StoredValue> attributes() {
        Map<String, StoredValue> attributes = new TreeMap<>();
        AttributeValue map = values.get(ItemNames.ATTRIBUTES);
        if (map != null && map.hasM()) {
            map.m().forEach((name, value) -> attributes.put(name, StoredValue.of(value)));
        }
        return attributes;
    }
}
