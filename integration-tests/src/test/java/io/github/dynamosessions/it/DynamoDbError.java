package io.github.dynamosessions.it;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Errors in DynamoDB's words, without a checksum ({@code x-amz-crc32}), which is optional. */
enum DynamoDbError {
    THROTTLED(
            400,
            "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
            "The level of configured provisioned throughput for the table was exceeded. "
                    + "Consider increasing your provisioning level with the UpdateTable API."),
    TRANSACTION_CONFLICT(
            400,
            "com.amazonaws.dynamodb.v20120810#TransactionConflictException",
            "Transaction is ongoing for the item"),
    INTERNAL_ERROR(500, "com.amazonaws.dynamodb.v20120810#InternalServerError", "Internal server error"),
    UNAVAILABLE(
            503,
            "com.amazonaws.dynamodb.v20120810#ServiceUnavailable",
            "Service is unavailable. Please try again later."),
    UNKNOWN_CREDENTIALS(
            400,
            "com.amazon.coral.service#UnrecognizedClientException",
            "The security token included in the request is invalid."),
    ACCESS_DENIED(
            400,
            "com.amazon.coral.service#AccessDeniedException",
            "User: arn:aws:iam::123456789012:user/shop is not authorized to perform: dynamodb:GetItem on resource: "
                    + "arn:aws:dynamodb:eu-central-1:123456789012:table/sessions"),
    NO_SUCH_TABLE(400, "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "Requested resource not found");

    private final int status;
    private final byte[] body;

    DynamoDbError(int status, String type, String message) {
        this.status = status;
        this.body = "{\"__type\":\"%s\",\"message\":\"%s\"}"
                .formatted(type, message)
                .getBytes(StandardCharsets.UTF_8);
    }

    Answer answer() {
        HttpFields headers = HttpFields.build()
                .put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.0")
                .put("x-amzn-RequestId", UUID.randomUUID().toString());
        return new Answer(status, headers, body);
    }
}
