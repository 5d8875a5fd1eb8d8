package io.github.dynamosessions.internal.attribute;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import java.util.List;

/**
 * The filter of every Java deserialization: limits against payloads that claim far more memory than their bytes, and,
 * where configured, the allow-list.
 */
final class AllowedClasses {

    /**
     * Generous, since a value that passes at write time must pass at read time: a stored session is at most a few
     * megabytes, and Java's own recursion ends long before 20,000 levels.
     */
    private static final String LIMITS = "maxdepth=20000;maxrefs=10000000;maxbytes=67108864";

    /**
     * An element of an array takes a byte or more of its payload. The hash tables of the JDK claim up to eight times
     * their entries, and 16 buckets for a single one.
     */
    private static final long ELEMENTS_PER_BYTE = 16;

    private final ObjectInputFilter patterns;
    private final boolean restricted;

    AllowedClasses(List<String> patterns) {
        restricted = !patterns.isEmpty();
        String classes = restricted ? ";" + String.join(";", patterns) + ";!*" : "";
        this.patterns = ObjectInputFilter.Config.createFilter(LIMITS + classes);
    }

    /** Whether there is an allow-list. */
    boolean isRestricted() {
        return restricted;
    }

    /** The filter of one payload; what it throws, an object stream turns into the cause of its own exception. */
    ObjectInputFilter filter(int payloadBytes) {
        long[] elementsLeft = {ELEMENTS_PER_BYTE * payloadBytes};
        return info -> {
            elementsLeft[0] -= Math.max(0, info.arrayLength());
            if (elementsLeft[0] < 0) {
                throw new RefusedException("an array of " + info.arrayLength() + " in " + payloadBytes + " bytes");
            }
            Status status = patterns.checkInput(info);
            if (status == Status.REJECTED && restricted && info.serialClass() != null) {
                throw new RefusedException(info.serialClass().getTypeName() + " is not among allowedClasses");
            }
            return status;
        };
    }

    /** Why a payload was refused. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }
}
