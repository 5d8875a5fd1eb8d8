package io.github.dynamosessions.benchmarks.session;

import java.util.List;
import java.util.Random;

/** Text that compresses about as well as what people write. */
final class Words {

    private static final List<String> WORDS = List.of(
            "amber",
            "basket",
            "cotton",
            "delivery",
            "evening",
            "forest",
            "garden",
            "harbour",
            "island",
            "jacket",
            "kitchen",
            "lantern",
            "meadow",
            "notebook",
            "orange",
            "paper",
            "quiet",
            "river",
            "silver",
            "table",
            "umbrella",
            "velvet",
            "window",
            "yellow",
            "and",
            "for",
            "of",
            "the",
            "with",
            "without",
            "small",
            "large");

    private Words() {}

    /** Exactly so many characters. */
    static String text(int length, Random random) {
        StringBuilder text = new StringBuilder(length + 10);
        while (text.length() < length) {
            text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
        }
        text.setLength(length);
        return text.toString();
    }

    static String digits(int count, Random random) {
        StringBuilder digits = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }
}
