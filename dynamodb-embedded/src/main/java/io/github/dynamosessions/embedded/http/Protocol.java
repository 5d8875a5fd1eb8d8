package io.github.dynamosessions.embedded.http;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What is around the JSON of a request: method, target header, signature, checksum. The signature must be there; its
 * value is not checked.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html">Low-level
 *     API</a>
 */
public final class Protocol {

    private static final String TARGET = "DynamoDB_20120810.";

    private final Executor executor;

    /** Executes an operation; null if no answer is to be sent. */
    @FunctionalInterface
    public interface Executor {
        /** Returns status and JSON, or null. */
        @Nullable
        Result execute(String operation, byte[] body);
    }

    /**
     * Status and JSON.
     *
     * @param status of HTTP
     * @param body JSON
     */
    public record Result(int status, byte[] body) {}

    /** Makes the protocol around what executes operations. */
    public Protocol(Executor executor) {
        this.executor = executor;
    }

    /** Answers one HTTP request. */
    public Reply answer(String method, String uri, UnaryOperator<@Nullable String> headers, byte[] body) {
        if (method.equals("GET")) {
            return reply("text/plain", 200, "healthy: dynamodb-embedded \n".getBytes(StandardCharsets.UTF_8));
        }
        String contentType = contentType(headers.apply("Content-Type"));
        @Nullable Result result;
        try {
            result = executor.execute(operation(uri, headers), body);
        } catch (ServiceError e) {
            result = new Result(e.status(), Json.write(e.body()));
        }
        return result == null ? Reply.none() : reply(contentType, result.status(), result.body());
    }

    private static String contentType(@Nullable String given) {
        return given != null && given.toLowerCase(Locale.ROOT).startsWith("application/json")
                ? "application/json"
                : "application/x-amz-json-1.0";
    }

    private static String operation(String uri, UnaryOperator<@Nullable String> headers) {
        String target = headers.apply("X-Amz-Target");
        if (target == null || !target.startsWith(TARGET)) {
            throw ServiceError.protocol(
                    "UnknownOperationException", "X-Amz-Target must be " + TARGET + "<operation>, was " + target);
        }
        String authorization = headers.apply("Authorization");
        if (authorization == null && !uri.contains("X-Amz-Algorithm=")) {
            throw ServiceError.protocol(
                    "MissingAuthenticationTokenException", "Request is missing Authentication Token");
        }
        if (authorization != null && !authorization.contains("Credential=")) {
            throw ServiceError.protocol(
                    "IncompleteSignatureException",
                    "Authorization header requires 'Credential' parameter. "
                            + "Authorization header requires 'Signature' parameter. "
                            + "Authorization header requires 'SignedHeaders' parameter. "
                            + "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
                            + "Authorization=" + authorization);
        }
        return target.substring(TARGET.length());
    }

    private static Reply reply(String contentType, int status, byte[] body) {
        CRC32 checksum = new CRC32();
        checksum.update(body);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        headers.put(
                "x-amzn-RequestId",
                UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT));
        headers.put("x-amz-crc32", Long.toString(checksum.getValue()));
        headers.put("Server", "dynamodb-embedded");
        return new Reply(status, headers, body, false);
    }
}
