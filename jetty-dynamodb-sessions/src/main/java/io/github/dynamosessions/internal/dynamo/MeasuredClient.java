package io.github.dynamosessions.internal.dynamo;

import static software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity.TOTAL;

import io.github.dynamosessions.spi.SessionMetrics;
import io.github.dynamosessions.spi.SessionMetrics.Operation;
import io.github.dynamosessions.spi.SessionMetrics.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * Every operation by which sessions are served, and nothing else of the client. Each asks DynamoDB for the units that it
 * consumes and reports to the metrics how it went, so that its callers need not know of either.
 */
final class MeasuredClient {

    private final DynamoDbClient client;
    private final SessionMetrics metrics;
    private final CircuitBreaker circuit;

    /**
     * Measures a client.
     *
     * @param metrics must not throw
     * @param circuit fails calls at once while DynamoDB does not answer; those are not measured
     */
    MeasuredClient(DynamoDbClient client, SessionMetrics metrics, CircuitBreaker circuit) {
        this.client = client;
        this.metrics = metrics;
        this.circuit = circuit;
    }

    GetItemResponse getItem(Consumer<GetItemRequest.Builder> request) {
        return read(
                "GetItem",
                () -> client.getItem(get -> request.accept(get.returnConsumedCapacity(TOTAL))),
                response -> units(response.consumedCapacity()));
    }

    BatchGetItemResponse batchGetItem(Consumer<BatchGetItemRequest.Builder> request) {
        return read(
                "BatchGetItem",
                () -> client.batchGetItem(get -> request.accept(get.returnConsumedCapacity(TOTAL))),
                response -> units(response.consumedCapacity()));
    }

    QueryResponse query(Consumer<QueryRequest.Builder> request) {
        return read(
                "Query",
                () -> client.query(query -> request.accept(query.returnConsumedCapacity(TOTAL))),
                response -> units(response.consumedCapacity()));
    }

    PutItemResponse putItem(Consumer<PutItemRequest.Builder> request) {
        return write(
                "PutItem",
                () -> client.putItem(put -> request.accept(put.returnConsumedCapacity(TOTAL))),
                response -> units(response.consumedCapacity()));
    }

    UpdateItemResponse updateItem(Consumer<UpdateItemRequest.Builder> request) {
        return write(
                "UpdateItem",
                () -> client.updateItem(update -> request.accept(update.returnConsumedCapacity(TOTAL))),
                response -> units(response.consumedCapacity()));
    }

    DeleteItemResponse deleteItem(Consumer<DeleteItemRequest.Builder> request) {
        return write(
                "DeleteItem",
                () -> client.deleteItem(delete -> request.accept(delete.returnConsumedCapacity(TOTAL))),
                response -> units(response.consumedCapacity()));
    }

    TransactWriteItemsResponse transactWriteItems(Consumer<TransactWriteItemsRequest.Builder> request) {
        return write(
                "TransactWriteItems",
                () -> client.transactWriteItems(write -> request.accept(write.returnConsumedCapacity(TOTAL))),
                response -> units(response.consumedCapacity()));
    }

    private <R> R read(String operation, Supplier<R> call, Function<R, Double> units) {
        return circuit.call(operation, () -> measure(operation, call, units, false));
    }

    private <R> R write(String operation, Supplier<R> call, Function<R, Double> units) {
        return circuit.call(operation, () -> measure(operation, call, units, true));
    }

    private <R> R measure(String operation, Supplier<R> call, Function<R, Double> units, boolean write) {
        Attempts attempts = new Attempts();
        AttemptCounter.begin(attempts);
        Outcome outcome = Outcome.FAILED;
        double consumed = 0;
        long startNanos = System.nanoTime();
        try {
            R response = call.get();
            outcome = Outcome.OK;
            consumed = units.apply(response);
            return response;
        } catch (RuntimeException e) {
            outcome =
                    SessionCreations.isRefused(e) || SessionCreations.isConflict(e) ? Outcome.CONFLICT : Outcome.FAILED;
            attempts.learnFrom(e);
            throw e;
        } finally {
            AttemptCounter.end();
            metrics.operation(new Operation(
                    operation,
                    outcome,
                    Duration.ofNanos(System.nanoTime() - startNanos),
                    Math.max(0, attempts.count - 1),
                    write ? 0 : consumed,
                    write ? consumed : 0,
                    attempts.bytesSent,
                    attempts.bytesReceived));
        }
    }

    private static double units(List<ConsumedCapacity> tables) {
        double units = 0;
        for (ConsumedCapacity table : tables) {
            units += units(table);
        }
        return units;
    }

    /** What is compatible with DynamoDB does not always tell. */
    private static double units(@Nullable ConsumedCapacity table) {
        return table == null || table.capacityUnits() == null ? 0 : table.capacityUnits();
    }
}
