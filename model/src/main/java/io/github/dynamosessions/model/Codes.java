package io.github.dynamosessions.model;

import java.util.HashMap;
import java.util.Map;

/** Gives equal parts of states the same random-looking number, so that a state's fingerprint is cheap. */
final class Codes {

    private final Map<Object, Long> codes = new HashMap<>();

    long of(Object part) {
        Long known = codes.get(part);
        if (known != null) {
            return known;
        }
        long code = mix(codes.size() + 1L);
        codes.put(part, code);
        return code;
    }

    static long mix(long x) {
        long z = x * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
