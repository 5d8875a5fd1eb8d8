package io.github.dynamosessions.internal.dynamo;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * The call that a node makes before it serves: it finds credentials, opens a connection and loads what every call needs,
 * so that no request has to wait for that. Not measured, since it is slow by its nature.
 */
final class FirstCall {

    private final DynamoDbClient client;
    private final TableSettings table;
    private final Duration timeout;

    /**
     * A call that takes at most as long as one of a request.
     *
     * @param timeout of the whole call, for a client with its own timeouts too
     */
    FirstCall(DynamoDbClient client, TableSettings table, Duration timeout) {
        this.client = client;
        this.table = table;
        this.timeout = timeout;
    }

    /** Reads an item. Null if that was possible, whether it is there or not; or else why not, and what to do. */
    @Nullable
    String obstacle(String key) {
        try {
            client.getItem(request -> request.overrideConfiguration(call -> call.apiCallTimeout(timeout))
                    .tableName(table.tableName())
                    .key(Map.of(table.hashKey(), AttributeValue.fromS(key)))
                    .consistentRead(true));
            return null;
        } catch (RuntimeException e) {
            return e.getMessage() + remedy(e);
        }
    }

    private static String remedy(RuntimeException e) {
        if (e instanceof ResourceNotFoundException) {
            return "; autoCreateTable or SessionTable.createIfMissing create the table";
        }
        String code = e instanceof AwsServiceException refused && refused.awsErrorDetails() != null
                ? String.valueOf(refused.awsErrorDetails().errorCode())
                : "";
        return switch (code) {
            case "AccessDeniedException" ->
                "; the role needs dynamodb:GetItem on the table, and what else docs/iam.md says";
            case "ValidationException" -> "; SessionTable.verify says what is wrong with the table";
            default -> "";
        };
    }
}
