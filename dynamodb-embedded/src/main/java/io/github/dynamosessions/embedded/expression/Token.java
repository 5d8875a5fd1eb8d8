package io.github.dynamosessions.embedded.expression;

/**
 * A word or symbol of an expression.
 *
 * @param kind what it is
 * @param text as it stands there
 * @param start its first position
 * @param end the position after it
 */
record Token(Kind kind, String text, int start, int end) {

    enum Kind {
        /** A name, keyword or function. */
        WORD,
        /** {@code #name}. */
        NAME,
        /** {@code :value}. */
        VALUE,
        /** Digits. */
        NUMBER,
        /** An operator or a bracket. */
        SYMBOL,
        /** Something that no expression has. */
        UNKNOWN,
        /** After the last one. */
        END
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** Keywords are not case-sensitive. */
    boolean isKeyword(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }
}
