package io.github.dynamosessions.embedded.conformance;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Attribute values as text: the literals of PartiQL, names of attributes without quotes, and {@code 0x0a} for binary. An item is
 * {@code pk: 'a', tags: <<'x', 'y'>>, nested: {list: [1, true, NULL]}}.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.data-types.html">PartiQL data
 *     types for DynamoDB</a>
 */
final class Notation {

    private final String text;
    private int at;

    private Notation(String text, int at) {
        this.text = text;
        this.at = at;
    }

    static AttributeValue value(String text) {
        Notation notation = new Notation(text, 0);
        AttributeValue value = notation.value();
        notation.end();
        return value;
    }

    static Map<String, AttributeValue> item(String text) {
        Notation notation = new Notation(text, 0);
        Map<String, AttributeValue> item = notation.attributes();
        notation.end();
        return item;
    }

    /** A value inside a longer text. */
    record Embedded(AttributeValue value, int end) {}

    static Embedded valueIn(String text, int start) {
        Notation notation = new Notation(text, start);
        return new Embedded(notation.value(), notation.at);
    }

    private AttributeValue value() {
        skipBlanks();
        if (take("'")) {
            return AttributeValue.fromS(string());
        } else if (take("<<")) {
            return set();
        } else if (take("[")) {
            return AttributeValue.fromL(values("]"));
        } else if (take("{")) {
            Map<String, AttributeValue> map = attributes();
            require("}");
            return AttributeValue.fromM(map);
        } else if (take("0x")) {
            return AttributeValue.fromB(SdkBytes.fromByteArray(HexFormat.of().parseHex(word())));
        }
        String word = word();
        return switch (word) {
            case "true", "false" -> AttributeValue.fromBool(Boolean.valueOf(word));
            case "NULL" -> AttributeValue.fromNul(true);
            default -> AttributeValue.fromN(word);
        };
    }

    private AttributeValue set() {
        List<AttributeValue> members = values(">>");
        return switch (members.get(0).type()) {
            case S ->
                AttributeValue.fromSs(members.stream().map(AttributeValue::s).toList());
            case N ->
                AttributeValue.fromNs(members.stream().map(AttributeValue::n).toList());
            case B ->
                AttributeValue.fromBs(members.stream().map(AttributeValue::b).toList());
            default -> throw new IllegalArgumentException("no set of " + members + ": " + text);
        };
    }

    private List<AttributeValue> values(String end) {
        List<AttributeValue> values = new ArrayList<>();
        while (!take(end)) {
            values.add(value());
            take(",");
        }
        return values;
    }

    private Map<String, AttributeValue> attributes() {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        skipBlanks();
        while (at < text.length() && text.charAt(at) != '}') {
            String name = take("'") ? string() : word();
            require(":");
            attributes.put(name, value());
            take(",");
            skipBlanks();
        }
        return attributes;
    }

    private String string() {
        int end = text.indexOf('\'', at);
        String string = text.substring(at, end);
        at = end + 1;
        return string;
    }

    private String word() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+-._".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean take(String token) {
        skipBlanks();
        boolean found = text.startsWith(token, at);
        if (found) {
            at += token.length();
        }
        return found;
    }

    private void require(String token) {
        if (!take(token)) {
            throw new IllegalArgumentException("no " + token + " at " + at + ": " + text);
        }
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private void end() {
        skipBlanks();
        if (at < text.length()) {
            throw new IllegalArgumentException("not a value at " + at + ": " + text);
        }
    }
}
