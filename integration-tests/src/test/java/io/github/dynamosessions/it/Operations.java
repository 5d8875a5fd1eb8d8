package io.github.dynamosessions.it;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;

/** The names of DynamoDB's operations. A misspelt name would make a fault that never strikes, and a test that passes. */
final class Operations {

    static final String TARGET_HEADER = "X-Amz-Target";

    /** PartiQL's operations are not among them: only their text tells what they do. */
    static final Set<String> WRITES =
            Set.of("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems");

    private static final Set<String> ALL = Arrays.stream(DynamoDbClient.class.getMethods())
            .filter(method -> method.getParameterCount() == 1)
            .filter(method -> DynamoDbRequest.class.isAssignableFrom(method.getParameterTypes()[0]))
            .map(method -> method.getName())
            .map(name -> Character.toUpperCase(name.charAt(0)) + name.substring(1))
            .collect(toUnmodifiableSet());

    private Operations() {}

    /** {@code GetItem} of {@code DynamoDB_20120810.GetItem}. */
    static String ofTarget(String target) {
        return target.substring(target.lastIndexOf('.') + 1);
    }

    static String known(String operation) {
        if (!ALL.contains(operation)) {
            throw new IllegalArgumentException("DynamoDB has no operation \"" + operation + "\", but " + ALL);
        }
        return operation;
    }

    static Set<String> known(Collection<String> operations) {
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("at least one operation must be named");
        }
        operations.forEach(Operations::known);
        return Set.copyOf(operations);
    }
}
