package io.github.dynamosessions.internal.attribute;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Config;
import java.io.ObjectInputFilter.FilterInfo;
import java.io.ObjectInputFilter.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The filter of every Java deserialization: limits against payloads that claim far more memory than their bytes, and,
 * where configured, the allow-list. The filter of the JVM ({@code jdk.serialFilter}) is asked as well. Without an allow-list, it
 * collects what one would have to contain. Thread safe.
 */
final class AllowedClasses {

    /** A multiple of what fits the usual stack of 1 MB when it is written. */
    static final int MAX_DEPTH = 10_000;

    /** Generous, since a value that passes at write time must pass at read time: a session has a few megabytes at most. */
    private static final String LIMITS = "maxrefs=10000000;maxbytes=67108864";

    /**
     * An element of an array takes its bytes in the payload, a reference one or more. The hash tables of the JDK have up to eight
     * times their entries, of which each takes more than ten bytes.
     */
    private static final long CLAIMED_BYTES_PER_BYTE = 2;

    /** The smallest hash tables have 16 buckets for one entry. */
    private static final long CLAIMED_BYTES_OF_ANY = 1 << 16;

    private static final int MAX_USED = 500;

    private final ObjectInputFilter patterns;
    private final boolean allowList;

    /** A pattern for each package. */
    private final Map<String, String> used = new ConcurrentHashMap<>();

    AllowedClasses(List<String> patterns) {
        allowList = !patterns.isEmpty();
        String classes = allowList ? ";" + String.join(";", patterns) + ";!*" : "";
        this.patterns = Config.createFilter(LIMITS + classes);
    }

    /** The patterns of an allow-list for all that was read and written so far; empty if there is an allow-list. */
    Set<String> used() {
        return new TreeSet<>(used.values());
    }

    /** Whether every class is allowed. */
    boolean isOpen() {
        return !allowList;
    }

    /** The filter of one payload; what it throws, an object stream turns into the cause of its own exception. */
    ObjectInputFilter filter(int payloadBytes) {
        long[] claimable = {CLAIMED_BYTES_OF_ANY + CLAIMED_BYTES_PER_BYTE * payloadBytes};
        // A filter that is set at a stream takes the place of the JVM's.
        ObjectInputFilter ofJvm = ofJvm();
        return info -> {
            Class<?> type = info.serialClass();
            if (info.arrayLength() > 0) {
                claimable[0] -= info.arrayLength() * leastBytes(type);
            }
            if (claimable[0] < 0) {
                throw new RefusedException("an array of " + info.arrayLength() + " in " + payloadBytes + " bytes");
            }
            if (info.depth() > MAX_DEPTH) {
                throw new RefusedException("more than " + MAX_DEPTH + " levels deep");
            }
            if (ofJvm != null && ofJvm.checkInput(info) == Status.REJECTED) {
                throw new RefusedException(subject(info) + " is refused by the deserialization filter of this JVM");
            }
            Status status = patterns.checkInput(info);
            if (status == Status.REJECTED && allowList && type != null) {
                throw new RefusedException(subject(info) + " is not among allowedClasses");
            }
            if (!allowList && type != null) {
                use(type);
            }
            return status;
        };
    }

    /** Of an element of an array, in a payload. */
    private static long leastBytes(@Nullable Class<?> array) {
        Class<?> element = array == null ? null : array.getComponentType();
        if (element == long.class || element == double.class) {
            return Long.BYTES;
        }
        if (element == int.class || element == float.class) {
            return Integer.BYTES;
        }
        return element == char.class || element == short.class ? Short.BYTES : 1;
    }

    private void use(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        String packageName = element.getPackageName();
        String name = packageName.isEmpty() ? element.getName() : packageName;
        if (!element.isPrimitive() && !used.containsKey(name) && used.size() < MAX_USED) {
            String pattern = name.startsWith("jdk.proxy") ? "jdk.proxy*" : name + ".*";
            used.put(name, packageName.isEmpty() ? name : pattern);
        }
    }

    /** What a stream without a filter of its own obeys. */
    private static @Nullable ObjectInputFilter ofJvm() {
        return Config.getSerialFilterFactory().apply(null, Config.getSerialFilter());
    }

    private static String subject(FilterInfo info) {
        return info.serialClass() == null ? "its size" : info.serialClass().getTypeName();
    }

    /** Why a payload was refused. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }
}
