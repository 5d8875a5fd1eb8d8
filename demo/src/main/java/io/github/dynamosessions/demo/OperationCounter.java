package io.github.dynamosessions.demo;

import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Counts the calls of one client, for its node and for the HTTP request that they serve. A call counts once, however
 * often it is retried. DynamoDB does not say what a call consumed that it refused (a condition that failed, for
 * instance), so that is missing.
 */
final class OperationCounter implements ExecutionInterceptor {

    private final Operations node;
    private final RequestOperations requests;

    OperationCounter(Operations node, RequestOperations requests) {
        this.node = node;
        this.requests = requests;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        count(operations -> operations.called(operation));
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        return askingForUnits(context.request());
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        context.response()
                .getValueForField("ConsumedCapacity", Object.class)
                .ifPresent(capacity -> count(operations -> operations.consumed(operation, units(capacity))));
    }

    /** The SDK calls interceptors in the thread that makes the call, so the current request is the right one. */
    private void count(Consumer<Operations> change) {
        change.accept(node);
        requests.current().ifPresent(change);
    }

    /** One for a call on one table, a list with one for each table for a batch. */
    private static double units(Object capacity) {
        if (capacity instanceof List<?> tables) {
            return tables.stream().mapToDouble(OperationCounter::units).sum();
        }
        return capacity instanceof ConsumedCapacity one && one.capacityUnits() != null ? one.capacityUnits() : 0;
    }

    private static SdkRequest askingForUnits(SdkRequest request) {
        ReturnConsumedCapacity total = ReturnConsumedCapacity.TOTAL;
        if (request instanceof GetItemRequest get) {
            return get.toBuilder().returnConsumedCapacity(total).build();
        }
        if (request instanceof UpdateItemRequest update) {
            return update.toBuilder().returnConsumedCapacity(total).build();
        }
        if (request instanceof PutItemRequest put) {
            return put.toBuilder().returnConsumedCapacity(total).build();
        }
        if (request instanceof DeleteItemRequest delete) {
            return delete.toBuilder().returnConsumedCapacity(total).build();
        }
        if (request instanceof BatchGetItemRequest batch) {
            return batch.toBuilder().returnConsumedCapacity(total).build();
        }
        if (request instanceof QueryRequest query) {
            return query.toBuilder().returnConsumedCapacity(total).build();
        }
        return request;
    }
}
