package io.github.dynamosessions.proof;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Values of attributes. */
final class Values {

    /** Where a value is stored in items of its own. */
    static final int LARGE_BYTES = 200;

    /** Of a session that all requests find. */
    static final Map<String, Object> INITIAL = Map.of("a", "0", "b", "0", "big", big("0"));

    private Values() {}

    /** A large value that is known by a small one, and does not compress. */
    static String big(String small) {
        StringBuilder text = new StringBuilder(small).append('/');
        Random random = new Random(small.hashCode());
        while (text.length() < 2 * LARGE_BYTES) {
            text.append((char) ('!' + random.nextInt(90)));
        }
        return text.toString();
    }

    /** The small value; or something else, if the large one is not as it was set. */
    static String small(Object value) {
        String text = (String) value;
        int slash = text.indexOf('/');
        if (slash < 0) {
            return text;
        }
        String small = text.substring(0, slash);
        return text.equals(big(small)) ? small : "torn";
    }

    /** What a page has printed. */
    static Map<String, String> parse(String body) {
        Map<String, String> values = new TreeMap<>();
        body.lines()
                .forEach(line ->
                        values.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        return values;
    }
}
