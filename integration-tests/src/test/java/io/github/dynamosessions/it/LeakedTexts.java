package io.github.dynamosessions.it;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What somebody may get to read who has no cookie: a table, a log, JMX, a page. */
final class LeakedTexts {

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~-]{8,}");
    private static final Pattern PIECE = Pattern.compile("[A-Za-z0-9_-]{22,}");
    private static final int SECRET_CHARS = 22;

    private final Map<String, StringBuilder> texts = new LinkedHashMap<>();

    void add(String source, String text) {
        texts.computeIfAbsent(source, none -> new StringBuilder()).append(text).append('\n');
    }

    /** All strings, numbers and bytes of a table, the bytes in the forms in which tools print them. */
    void addItems(Collection<Map<String, AttributeValue>> items) {
        items.forEach(item -> addValue(AttributeValue.fromM(item)));
    }

    private void addValue(AttributeValue value) {
        switch (value.type()) {
            case S -> add("table", value.s());
            case N -> add("table", value.n());
            case B -> addBytes(value.b().asByteArray());
            case M ->
                value.m().forEach((name, each) -> {
                    add("table", name);
                    addValue(each);
                });
            case L -> value.l().forEach(this::addValue);
            default -> add("table", value.toString());
        }
    }

    private void addBytes(byte[] bytes) {
        add("table", Base64.getEncoder().encodeToString(bytes));
        add("table", Base64.getUrlEncoder().encodeToString(bytes));
        add("table", HexFormat.of().formatHex(bytes));
        add("table", new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** Every attribute of every bean of a server. */
    void addBeans(MBeanServer server) throws JMException {
        for (ObjectName name : server.queryNames(null, null)) {
            add("JMX", name.toString());
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                try {
                    add("JMX", attribute.getName() + "=" + deepText(server.getAttribute(name, attribute.getName())));
                } catch (JMException | RuntimeMBeanException e) { // this one cannot be read, by nobody
                    add("JMX", e.toString());
                }
            }
        }
    }

    private static String deepText(Object value) {
        return value instanceof Object[] array ? Arrays.deepToString(array) : String.valueOf(value);
    }

    String of(String source) {
        return texts.getOrDefault(source, new StringBuilder()).toString();
    }

    Set<String> sources() {
        return texts.keySet();
    }

    /** Everything that could be a cookie. */
    Set<String> tokens() {
        return matches(TOKEN);
    }

    /** Everything that could be the secret of a cookie whose public ID is known. */
    Set<String> possibleSecrets() {
        Set<String> secrets = new TreeSet<>();
        for (String piece : matches(PIECE)) {
            secrets.add(piece.substring(0, SECRET_CHARS));
            secrets.add(piece.substring(piece.length() - SECRET_CHARS));
        }
        return secrets;
    }

    private Set<String> matches(Pattern pattern) {
        Set<String> found = new TreeSet<>();
        for (StringBuilder text : texts.values()) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                found.add(matcher.group());
            }
        }
        return found;
    }
}
