package io.github.dynamosessions.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON body of a request as plain Java values that a session can hold and that give the same JSON again: String,
 * Boolean, Integer, Long, BigInteger, Double, ArrayList and LinkedHashMap.
 */
final class JsonBody {

    static final long MAX_BYTES = 8L * 1024 * 1024;

    /** Less than Jackson can write, so that whatever was accepted can be given back inside of something. */
    private static final int MAX_DEPTH = 500;

    static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .build();

    private JsonBody() {}

    /**
     * The value; null for a JSON null.
     *
     * @throws BadRequestResponse if the body is no JSON, saying where and why
     */
    static @Nullable Object of(Context ctx) {
        try (JsonParser parser = JSON.createParser(ctx.bodyAsBytes())) {
            if (parser.nextToken() == null) {
                throw new BadRequestResponse("the body must be a JSON value, was empty");
            }
            Object value = parser.readValueAs(Object.class);
            if (parser.nextToken() != null) {
                throw broken(parser.currentTokenLocation(), "more than one value");
            }
            check(value);
            return value;
        } catch (JsonProcessingException e) {
            throw broken(e.getLocation(), reason(e));
        } catch (IOException e) {
            throw broken(null, String.valueOf(e.getMessage()));
        }
    }

    private static BadRequestResponse broken(@Nullable JsonLocation location, String reason) {
        String place =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        return new BadRequestResponse("broken JSON" + place + ": " + reason);
    }

    /** Jackson's words without what they say about its own settings. */
    private static String reason(JsonProcessingException e) {
        return e.getOriginalMessage().replaceAll("\\[Source: [^;]*; ", "[").replaceAll(", from `[^`]*`", "");
    }

    private static void check(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.keySet().forEach(JsonBody::check);
            map.values().forEach(JsonBody::check);
        } else if (value instanceof Collection<?> list) {
            list.forEach(JsonBody::check);
        } else if (value instanceof Double number && number.isInfinite()) {
            throw new BadRequestResponse("a number is beyond the range of a double");
        } else if (value instanceof String text
                && !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new BadRequestResponse("a string has half of a surrogate pair, which is no character");
        }
    }
}
