package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All operations by name. */
public final class Operations {

    private final Map<String, Operation> operations = new HashMap<>();

    /** One set belongs to one engine. */
    public Operations() {
        operations.put("CreateTable", new CreateTable());
        operations.put("DescribeTable", Tables::describe);
        operations.put("DeleteTable", Tables::delete);
        operations.put("ListTables", Tables::list);
        operations.put("UpdateTable", new UpdateTable());
        operations.put("UpdateTimeToLive", TimeToLive::update);
        operations.put("DescribeTimeToLive", TimeToLive::describe);
        operations.put("UpdateContinuousBackups", Backups::update);
        operations.put("DescribeContinuousBackups", Backups::describe);
        operations.put("TagResource", Tags::tag);
        operations.put("UntagResource", Tags::untag);
        operations.put("ListTagsOfResource", Tags::list);
        operations.put("DescribeLimits", Account::limits);
        operations.put("DescribeEndpoints", Account::endpoints);
        operations.put("GetItem", new GetItem());
        operations.put("PutItem", SingleWrites::put);
        operations.put("DeleteItem", SingleWrites::delete);
        operations.put("UpdateItem", SingleWrites::update);
        operations.put("Query", new Query());
        operations.put("Scan", new Scan());
        operations.put("BatchGetItem", new BatchGet());
        operations.put("BatchWriteItem", new BatchWrite());
        operations.put("TransactGetItems", new TransactGet());
        operations.put("TransactWriteItems", new TransactWrite());
    }

    /**
     * The operations of global tables with strong consistency.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html">How
     *     global tables work</a>
     */
    public static Operations withoutTransactionsAndTtl() {
        Operations strong = new Operations();
        for (String name : List.of("TransactWriteItems", "TransactGetItems", "UpdateTimeToLive")) {
            strong.operations.put(name, (request, database) -> {
                throw ServiceError.validation(
                        name + " is not supported for global tables with multi-Region strong consistency");
            });
        }
        return strong;
    }

    /**
     * Checks that there is such an operation.
     *
     * @throws ServiceError if there is none
     */
    public void require(String name) {
        if (!operations.containsKey(name)) {
            throw ServiceError.protocol(
                    "UnknownOperationException",
                    "dynamodb-embedded has no operation " + name + ". The image amazon/dynamodb-local may have it");
        }
    }

    /**
     * Runs an operation. The caller holds the engine's lock.
     *
     * @throws ServiceError if the answer is an error
     */
    public Map<String, Object> run(String name, Request request, Database database) {
        Operation operation = operations.get(name);
        if (operation == null) {
            throw new IllegalArgumentException("no operation " + name);
        }
        return operation.run(request, database);
    }
}
