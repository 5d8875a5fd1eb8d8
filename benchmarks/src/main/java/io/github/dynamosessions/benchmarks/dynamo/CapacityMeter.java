package io.github.dynamosessions.benchmarks.dynamo;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/** Sums up the calls of one client and what DynamoDB says they consumed. Thread safe. */
final class CapacityMeter implements ExecutionInterceptor {

    private static final Set<String> READS = Set.of("GetItem", "BatchGetItem", "Query", "Scan");

    private final Map<String, Long> calls = new TreeMap<>();
    private double readUnits;
    private double writeUnits;

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        synchronized (this) {
            calls.merge(operation(attributes), 1L, Long::sum);
        }
    }

    /** Every operation on items has the field, and no common interface says so. */
    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        SdkRequest.Builder request = context.request().toBuilder();
        ((SdkPojo) request)
                .sdkFields().stream()
                        .filter(field -> field.memberName().equals("ReturnConsumedCapacity"))
                        .forEach(field -> field.set(request, ReturnConsumedCapacity.TOTAL.toString()));
        return request.build();
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        double units = context.response()
                .getValueForField("ConsumedCapacity", Object.class)
                .map(CapacityMeter::units)
                .orElse(0.0);
        synchronized (this) {
            if (READS.contains(operation(attributes))) {
                readUnits += units;
            } else {
                writeUnits += units;
            }
        }
    }

    synchronized Capacity total() {
        return new Capacity(Map.copyOf(calls), readUnits, writeUnits);
    }

    private static String operation(ExecutionAttributes attributes) {
        return attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    }

    /** One for a call on one item, a list with one for each table for the others. */
    private static double units(Object capacity) {
        Collection<?> tables = capacity instanceof Collection<?> several ? several : List.of(capacity);
        return tables.stream()
                .filter(ConsumedCapacity.class::isInstance)
                .map(ConsumedCapacity.class::cast)
                .mapToDouble(one -> one.capacityUnits() == null ? 0 : one.capacityUnits())
                .sum();
    }
}
