package io.github.dynamosessions.embedded.error;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error that DynamoDB answers instead of a result. It carries no stack trace: it is an answer, not a defect.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">Error
 *     handling with DynamoDB</a>
 */
public final class ServiceError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String SERVICE = "com.amazonaws.dynamodb.v20120810#";
    private static final String VALIDATION = "com.amazon.coral.validate#";
    private static final String PROTOCOL = "com.amazon.coral.service#";
    private static final String AVAILABILITY = "com.amazon.coral.availability#";

    private final int status;
    private final String type;
    private final transient Map<String, Object> details = new LinkedHashMap<>();

    private ServiceError(int status, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
    }

    /** The parameters of a request are not valid. */
    public static ServiceError validation(String message) {
        return new ServiceError(400, VALIDATION + "ValidationException", message);
    }

    /** A 400 of the DynamoDB model, such as {@code ResourceNotFoundException}. */
    public static ServiceError of(String name, String message) {
        return new ServiceError(400, SERVICE + name, message);
    }

    /** The condition of a write is false. */
    public static ServiceError conditionFailed() {
        return of("ConditionalCheckFailedException", "The conditional request failed");
    }

    /** A data operation names a table that does not exist. */
    public static ServiceError notFound() {
        return of("ResourceNotFoundException", "Requested resource not found");
    }

    /** The request is not the JSON that the operation takes. */
    public static ServiceError serialization(String message) {
        return new ServiceError(400, PROTOCOL + "SerializationException", message);
    }

    /** A 400 of the protocol, such as {@code UnknownOperationException}. */
    public static ServiceError protocol(String name, String message) {
        return new ServiceError(400, PROTOCOL + name, message);
    }

    /** The account sends too many requests. */
    public static ServiceError throttled() {
        return new ServiceError(400, AVAILABILITY + "ThrottlingException", "Rate exceeded");
    }

    /** A 500 or 503. */
    public static ServiceError server(int status, String name, String message) {
        return new ServiceError(status, SERVICE + name, message);
    }

    /** Adds a member beside the message, such as {@code Item} or {@code CancellationReasons}. */
    public ServiceError with(String name, Object value) {
        details.put(name, value);
        return this;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The name with its namespace, as {@code __type} has it. */
    public String type() {
        return type;
    }

    /** The name without its namespace. */
    public String name() {
        return type.substring(type.indexOf('#') + 1);
    }

    /** The members beside type and message. */
    public Map<String, Object> details() {
        return details;
    }

    /** The JSON object of the answer. */
    public Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("__type", type);
        String message = getMessage();
        if (message != null) {
            body.put(type.startsWith(SERVICE) || type.startsWith(VALIDATION) ? "message" : "Message", message);
        }
        body.putAll(details);
        return body;
    }
}
