package io.github.dynamosessions.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.http.HttpExecuteRequest;

/**
 * One attempt of a call to DynamoDB, as it leaves the SDK.
 *
 * @param operation {@code GetItem}, for instance
 * @param keys of the items that it reads or writes
 * @param isRetry whether the SDK makes it since the one before had no good answer
 * @param request what is sent
 */
record Attempt(String operation, Set<String> keys, boolean isRetry, HttpExecuteRequest request) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Attempt of(HttpExecuteRequest request) {
        return new Attempt(
                operation(request),
                keys(body(request)),
                !header(request, "amz-sdk-request").startsWith("attempt=1"),
                request);
    }

    /** Queries find what may be stale: what they find is read again. They need no place in the order of things. */
    boolean isScheduled() {
        return !keys.isEmpty();
    }

    boolean isWrite() {
        return !operation.contains("Get");
    }

    static String operation(HttpExecuteRequest request) {
        String target = header(request, "X-Amz-Target");
        return target.substring(target.indexOf('.') + 1);
    }

    private static String header(HttpExecuteRequest request, String name) {
        return request.httpRequest().firstMatchingHeader(name).orElse("");
    }

    private static JsonNode body(HttpExecuteRequest request) {
        try (InputStream body = request.contentStreamProvider().orElseThrow().newStream()) {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The keys of a table with the partition key {@code sessionId}, wherever they are in a request. */
    private static Set<String> keys(JsonNode body) {
        Set<String> keys = new TreeSet<>();
        body.findValues("sessionId").forEach(key -> keys.add(key.path("S").asText()));
        return keys;
    }
}
