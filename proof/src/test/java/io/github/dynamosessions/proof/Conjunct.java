package io.github.dynamosessions.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the conditions that a call joins by AND.
 *
 * @param call what the call is for
 * @param text the condition with names in place of their placeholders, and {@code ?} in place of values
 */
record Conjunct(String call, String text) implements Comparable<Conjunct> {

    private static final String CONDITION = "ConditionExpression";
    private static final String AND = " AND ";
    private static final Pattern NAME = Pattern.compile("#\\w+");
    private static final Pattern VALUE = Pattern.compile(":\\w+");

    /** Those of a call with one item. */
    static List<Conjunct> of(String operation, JsonNode request) {
        List<Conjunct> conjuncts = new ArrayList<>();
        if (request.has(CONDITION)) {
            for (String condition : request.path(CONDITION).asText().split(AND)) {
                conjuncts.add(new Conjunct(call(operation, request), text(condition, request)));
            }
        }
        return conjuncts;
    }

    /** The request without this condition. */
    ObjectNode dropFrom(String operation, ObjectNode request) {
        List<String> kept = new ArrayList<>();
        for (String condition : request.path(CONDITION).asText().split(AND)) {
            if (!equals(new Conjunct(call(operation, request), text(condition, request)))) {
                kept.add(condition);
            }
        }
        ObjectNode changed = request.deepCopy();
        changed.put(CONDITION, String.join(AND, kept));
        if (kept.isEmpty()) {
            changed.remove(CONDITION);
        }
        String expressions = changed.path(CONDITION).asText()
                + ' '
                + changed.path("UpdateExpression").asText();
        removeUnused(changed, "ExpressionAttributeNames", expressions);
        removeUnused(changed, "ExpressionAttributeValues", expressions);
        return changed;
    }

    /** DynamoDB refuses a placeholder that is not used. */
    private static void removeUnused(ObjectNode request, String field, String expressions) {
        if (request.get(field) instanceof ObjectNode placeholders) {
            for (Map.Entry<String, JsonNode> each : List.copyOf(placeholders.properties())) {
                if (!Pattern.compile(Pattern.quote(each.getKey()) + "\\b")
                        .matcher(expressions)
                        .find()) {
                    placeholders.remove(each.getKey());
                }
            }
            if (placeholders.isEmpty()) {
                request.remove(field);
            }
        }
    }

    private static String call(String operation, JsonNode request) {
        if (!operation.equals("UpdateItem")) {
            boolean isChunk = request.path("Item").has("bytes");
            return operation + (isChunk ? " of a chunk" : "");
        }
        String update = named(request.path("UpdateExpression").asText(), request);
        return update.contains("ended =")
                ? "end"
                : update.contains("verifier =")
                        ? "rotation"
                        : update.contains("idVersion =") ? "call-off" : update.contains("bytes") ? "chunk" : "write";
    }

    private static String text(String condition, JsonNode request) {
        return VALUE.matcher(named(condition, request))
                .replaceAll("?")
                .replaceAll("versions\\.\\w+", "versions.<name>")
                .strip();
    }

    private static String named(String expression, JsonNode request) {
        return NAME.matcher(expression)
                .replaceAll(placeholder -> Matcher.quoteReplacement(request.path("ExpressionAttributeNames")
                        .path(placeholder.group())
                        .asText()));
    }

    @Override
    public int compareTo(Conjunct other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return call + ": " + text;
    }
}
