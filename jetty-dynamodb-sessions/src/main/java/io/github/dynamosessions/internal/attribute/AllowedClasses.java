package io.github.dynamosessions.internal.attribute;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Config;
import java.io.ObjectInputFilter.FilterInfo;
import java.io.ObjectInputFilter.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The filter of every Java deserialization: limits against payloads that claim far more memory than their bytes, and,
 * where configured, the allow-list. The filter of the JVM ({@code jdk.serialFilter}) is asked as well.
 */
final class AllowedClasses {

    /** A multiple of what fits the usual stack of 1 MB when it is written. */
    static final int MAX_DEPTH = 10_000;

    /** Up to here, no payload has too many levels: each takes the tag of an object and a reference to its class. */
    static final int NEVER_TOO_DEEP_BYTES = 6 * MAX_DEPTH;

    /** Generous, since a value that passes at write time must pass at read time: a session has a few megabytes at most. */
    private static final String LIMITS = "maxrefs=10000000;maxbytes=67108864";

    /**
     * An element of an array takes a byte or more of its payload. The hash tables of the JDK claim up to eight times
     * their entries, and 16 buckets for a single one.
     */
    private static final long ELEMENTS_PER_BYTE = 16;

    private final ObjectInputFilter patterns;
    private final boolean allowList;

    AllowedClasses(List<String> patterns) {
        allowList = !patterns.isEmpty();
        String classes = allowList ? ";" + String.join(";", patterns) + ";!*" : "";
        this.patterns = Config.createFilter(LIMITS + classes);
    }

    /** Whether a class may be refused, by the allow-list or by the JVM. */
    boolean isRestricted() {
        return allowList || ofJvm() != null;
    }

    /** The filter of one payload; what it throws, an object stream turns into the cause of its own exception. */
    ObjectInputFilter filter(int payloadBytes) {
        long[] elementsLeft = {ELEMENTS_PER_BYTE * payloadBytes};
        // A filter that is set at a stream takes the place of the JVM's.
        ObjectInputFilter ofJvm = ofJvm();
        return info -> {
            elementsLeft[0] -= Math.max(0, info.arrayLength());
            if (elementsLeft[0] < 0) {
                throw new RefusedException("an array of " + info.arrayLength() + " in " + payloadBytes + " bytes");
            }
            if (info.depth() > MAX_DEPTH) {
                throw new RefusedException("more than " + MAX_DEPTH + " levels deep");
            }
            if (ofJvm != null && ofJvm.checkInput(info) == Status.REJECTED) {
                throw new RefusedException(subject(info) + " is refused by the deserialization filter of this JVM");
            }
            Status status = patterns.checkInput(info);
            if (status == Status.REJECTED && allowList && info.serialClass() != null) {
                throw new RefusedException(subject(info) + " is not among allowedClasses");
            }
            return status;
        };
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
