package io.github.dynamosessions.internal.attribute;

import java.io.ObjectInputFilter;
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
    private static final String LIMITS = "maxdepth=20000;maxrefs=10000000;maxbytes=67108864;maxarray=16777216";

    private final ObjectInputFilter filter;

    AllowedClasses(List<String> patterns) {
        String classes = patterns.isEmpty() ? "" : ";" + String.join(";", patterns) + ";!*";
        filter = ObjectInputFilter.Config.createFilter(LIMITS + classes);
    }

    ObjectInputFilter filter() {
        return filter;
    }
}
