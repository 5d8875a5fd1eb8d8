package io.github.dynamosessions.embedded.expression;

import io.github.dynamosessions.embedded.expression.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts the text of an expression into tokens. */
final class Tokenizer {

    private final String text;
    private int position;

    private Tokenizer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        Tokenizer tokenizer = new Tokenizer(text);
        List<Token> tokens = new ArrayList<>();
        Token token;
        do {
            token = tokenizer.next();
            tokens.add(token);
        } while (token.kind() != Kind.END);
        return tokens;
    }

    private Token next() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        int start = position;
        if (start == text.length()) {
            return new Token(Kind.END, "<EOF>", start, start);
        }
        char first = text.charAt(position++);
        Kind kind = kind(first);
        switch (kind) {
            case WORD, NAME, VALUE -> skipWord();
            case NUMBER -> skipDigits();
            default -> skipSecondSymbol(first);
        }
        if ((kind == Kind.NAME || kind == Kind.VALUE) && position == start + 1) {
            kind = Kind.UNKNOWN;
        }
        return new Token(kind, text.substring(start, position), start, position);
    }

    private static Kind kind(char first) {
        if (first == '#') {
            return Kind.NAME;
        }
        if (first == ':') {
            return Kind.VALUE;
        }
        if (isDigit(first)) {
            return Kind.NUMBER;
        }
        if (isWord(first)) {
            return Kind.WORD;
        }
        return "()[],.=<>+-".indexOf(first) >= 0 ? Kind.SYMBOL : Kind.UNKNOWN;
    }

    private void skipWord() {
        while (position < text.length() && isWord(text.charAt(position))) {
            position++;
        }
    }

    private void skipDigits() {
        while (position < text.length() && isDigit(text.charAt(position))) {
            position++;
        }
    }

    private void skipSecondSymbol(char first) {
        char second = position < text.length() ? text.charAt(position) : ' ';
        if (first == '<' && (second == '=' || second == '>') || first == '>' && second == '=') {
            position++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '_';
    }
}
