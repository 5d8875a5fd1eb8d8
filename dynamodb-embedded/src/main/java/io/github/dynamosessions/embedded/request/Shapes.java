package io.github.dynamosessions.embedded.request;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.request.Shape.Blob;
import io.github.dynamosessions.embedded.request.Shape.ByTable;
import io.github.dynamosessions.embedded.request.Shape.Flag;
import io.github.dynamosessions.embedded.request.Shape.Listing;
import io.github.dynamosessions.embedded.request.Shape.Mapping;
import io.github.dynamosessions.embedded.request.Shape.Structure;
import io.github.dynamosessions.embedded.request.Shape.TableName;
import io.github.dynamosessions.embedded.request.Shape.Text;
import io.github.dynamosessions.embedded.request.Shape.Whole;
import io.github.dynamosessions.embedded.request.Shape.WithoutValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The shapes of the requests of all operations that the engine has.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations.html">API reference</a>
 */
public final class Shapes {

    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final int LONGEST_ATTRIBUTE_NAME = 65_535;

    private static final Shape ANY_TEXT = Text.ANY;
    private static final Shape FLAG = new Flag();
    private static final Shape TEXTS = new Listing(ANY_TEXT, 0, UNLIMITED);
    private static final Shape NAMES = new Mapping(ANY_TEXT, 0, UNLIMITED, UNLIMITED);

    private static final Shape TABLE = new TableName(1);
    private static final Shape NEW_TABLE = new TableName(3);

    private static final Shape NAME = Text.pattern(3, 255, "[a-zA-Z0-9_.-]+");
    private static final Shape INDEX = Text.pattern(3, 255, "[a-zA-Z0-9_.-]+");
    private static final Shape ARN = Text.length(1, 1283);
    private static final Shape KEY_NAME = Text.length(1, 255);
    private static final Shape LIMIT = new Whole("Integer", 1, UNLIMITED);
    private static final Shape UNITS = new Whole("Long", 1, Long.MAX_VALUE);

    private static final Shape NUMBER = new Whole("Long", Long.MIN_VALUE, Long.MAX_VALUE);

    private static final Shape CAPACITY = Text.oneOf("INDEXES", "TOTAL", "NONE");
    private static final Shape METRICS = Text.oneOf("SIZE", "NONE");
    private static final Shape RETURN_VALUES = Text.oneOf("ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW");
    private static final Shape ON_FAILURE = Text.oneOf("ALL_OLD", "NONE");
    private static final Shape SELECT =
            Text.oneOf("SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES");
    private static final Shape BILLING = Text.oneOf("PROVISIONED", "PAY_PER_REQUEST");

    private static final Structure VALUE = Structure.of();

    static {
        VALUE.with("S", ANY_TEXT)
                .with("N", ANY_TEXT)
                .with("B", new Blob())
                .with("SS", TEXTS)
                .with("NS", TEXTS)
                .with("BS", new Listing(new Blob(), 0, UNLIMITED))
                .with("M", () -> new Mapping(VALUE, 0, UNLIMITED, UNLIMITED))
                .with("L", () -> new Listing(VALUE, 0, UNLIMITED))
                .with("NULL", FLAG)
                .with("BOOL", FLAG);
    }

    private static final Shape VALUES = new Mapping(VALUE, 0, UNLIMITED, UNLIMITED);
    private static final Shape ITEM = new Mapping(VALUE, 0, UNLIMITED, LONGEST_ATTRIBUTE_NAME);

    private static final Shape KEY_SCHEMA = new Listing(
            Structure.of().require("AttributeName", KEY_NAME).require("KeyType", Text.oneOf("HASH", "RANGE")), 1, 8);
    private static final Shape PROJECTION = Structure.of()
            .with("ProjectionType", Text.oneOf("ALL", "INCLUDE", "KEYS_ONLY"))
            .with("NonKeyAttributes", new Listing(KEY_NAME, 1, 20));
    private static final Shape THROUGHPUT =
            Structure.of().require("ReadCapacityUnits", UNITS).require("WriteCapacityUnits", UNITS);
    private static final Shape ON_DEMAND =
            Structure.of().with("MaxReadRequestUnits", NUMBER).with("MaxWriteRequestUnits", NUMBER);
    private static final Shape STREAM =
            Structure.of().require("StreamEnabled", FLAG).with("StreamViewType", ANY_TEXT);
    private static final Shape DEFINITIONS = new Listing(
            Structure.of().require("AttributeName", KEY_NAME).require("AttributeType", Text.oneOf("B", "N", "S")),
            0,
            UNLIMITED);
    private static final Shape TAGS = new Listing(
            Structure.of().require("Key", Text.length(1, 128)).require("Value", Text.length(0, 256)), 0, UNLIMITED);

    private static final Map<String, Structure> OPERATIONS = new HashMap<>();

    static {
        put("CreateTable", createTable());
        put("UpdateTable", updateTable());
        for (String operation :
                Set.of("DescribeTable", "DeleteTable", "DescribeTimeToLive", "DescribeContinuousBackups")) {
            put(operation, Structure.of().require("TableName", TABLE));
        }
        put(
                "ListTables",
                Structure.of().with("ExclusiveStartTableName", NAME).with("Limit", new Whole("Integer", 1, 100)));
        put(
                "UpdateTimeToLive",
                Structure.of()
                        .require("TableName", TABLE)
                        .require(
                                "TimeToLiveSpecification",
                                Structure.of().require("Enabled", FLAG).require("AttributeName", KEY_NAME)));
        put(
                "UpdateContinuousBackups",
                Structure.of()
                        .require("TableName", TABLE)
                        .require(
                                "PointInTimeRecoverySpecification",
                                Structure.of()
                                        .require("PointInTimeRecoveryEnabled", FLAG)
                                        .with("RecoveryPeriodInDays", new Whole("Integer", 1, 35))));
        put("TagResource", Structure.of().require("ResourceArn", ARN).require("Tags", TAGS));
        put("UntagResource", Structure.of().require("ResourceArn", ARN).require("TagKeys", TEXTS));
        put("ListTagsOfResource", Structure.of().require("ResourceArn", ARN).with("NextToken", ANY_TEXT));
        put("DescribeLimits", Structure.of());
        put("DescribeEndpoints", Structure.of());

        put(
                "GetItem",
                read(Structure.of().require("TableName", TABLE).require("Key", ITEM))
                        .with("ConsistentRead", FLAG)
                        .with("ReturnConsumedCapacity", CAPACITY));
        put("PutItem", write(Structure.of().require("TableName", TABLE).require("Item", ITEM)));
        put("DeleteItem", write(Structure.of().require("TableName", TABLE).require("Key", ITEM)));
        put(
                "UpdateItem",
                write(Structure.of().require("TableName", TABLE).require("Key", ITEM))
                        .with("UpdateExpression", ANY_TEXT));
        put(
                "Query",
                list(new WithoutValue(LIMIT))
                        .with("KeyConditionExpression", ANY_TEXT)
                        .with("ScanIndexForward", FLAG));
        put(
                "Scan",
                list(LIMIT)
                        .with("Segment", new Whole("Integer", 0, 999_999))
                        .with("TotalSegments", new Whole("Integer", 1, 1_000_000)));
        put("BatchGetItem", batchGet());
        put("BatchWriteItem", batchWrite());
        put("TransactGetItems", transactGet());
        put("TransactWriteItems", transactWrite());
    }

    private Shapes() {}

    /**
     * Checks a request.
     *
     * @throws ServiceError if it is not of the shape of this operation
     */
    public static Request check(String operation, Object json) {
        Structure shape = OPERATIONS.get(operation);
        if (shape == null) {
            throw new IllegalArgumentException("no shape of " + operation);
        }
        Violations violations = new Violations();
        shape.check(json, "", violations);
        LegacyParameters.refuse(operation, (Map<?, ?>) json);
        violations.throwIfAny();
        return new Request((Map<?, ?>) json);
    }

    private static void put(String operation, Structure shape) {
        OPERATIONS.put(operation, shape);
    }

    private static Structure index(boolean global) {
        Structure index = Structure.of()
                .require("IndexName", INDEX)
                .require("KeySchema", KEY_SCHEMA)
                .require("Projection", PROJECTION);
        return global ? index.with("ProvisionedThroughput", THROUGHPUT).with("OnDemandThroughput", ON_DEMAND) : index;
    }

    private static Structure createTable() {
        return Structure.of()
                .with("TableName", NEW_TABLE)
                .with("AttributeDefinitions", DEFINITIONS)
                .with("KeySchema", KEY_SCHEMA)
                .with("BillingMode", BILLING)
                .with("ProvisionedThroughput", THROUGHPUT)
                .with("GlobalSecondaryIndexes", new Listing(index(true), 0, UNLIMITED))
                .with("LocalSecondaryIndexes", new Listing(index(false), 0, UNLIMITED))
                .with("DeletionProtectionEnabled", FLAG)
                .with("TableClass", Text.oneOf("STANDARD", "STANDARD_INFREQUENT_ACCESS"))
                .with("StreamSpecification", STREAM)
                .with("OnDemandThroughput", ON_DEMAND)
                .with("SSESpecification", Structure.of().with("Enabled", FLAG))
                .with("Tags", TAGS);
    }

    private static Structure updateTable() {
        Structure update = Structure.of()
                .with("Create", index(true))
                .with("Update", Structure.of().require("IndexName", INDEX).with("ProvisionedThroughput", THROUGHPUT))
                .with("Delete", Structure.of().require("IndexName", INDEX));
        return Structure.of()
                .require("TableName", TABLE)
                .with("AttributeDefinitions", DEFINITIONS)
                .with("BillingMode", BILLING)
                .with("ProvisionedThroughput", THROUGHPUT)
                .with("DeletionProtectionEnabled", FLAG)
                .with("TableClass", Text.oneOf("STANDARD", "STANDARD_INFREQUENT_ACCESS"))
                .with("StreamSpecification", STREAM)
                .with("OnDemandThroughput", ON_DEMAND)
                .with("SSESpecification", Structure.of().with("Enabled", FLAG))
                .with("GlobalSecondaryIndexUpdates", new Listing(update, 0, UNLIMITED));
    }

    private static Structure read(Structure shape) {
        return shape.with("ProjectionExpression", ANY_TEXT).with("ExpressionAttributeNames", NAMES);
    }

    private static Structure condition(Structure shape) {
        return shape.with("ConditionExpression", ANY_TEXT)
                .with("ExpressionAttributeNames", NAMES)
                .with("ExpressionAttributeValues", VALUES)
                .with("ReturnValuesOnConditionCheckFailure", ON_FAILURE);
    }

    private static Structure write(Structure shape) {
        return condition(shape)
                .with("ReturnValues", RETURN_VALUES)
                .with("ReturnConsumedCapacity", CAPACITY)
                .with("ReturnItemCollectionMetrics", METRICS);
    }

    private static Structure list(Shape limit) {
        return read(Structure.of().require("TableName", TABLE))
                .with("IndexName", INDEX)
                .with("Limit", limit)
                .with("Select", SELECT)
                .with("ExclusiveStartKey", ITEM)
                .with("ConsistentRead", FLAG)
                .with("FilterExpression", ANY_TEXT)
                .with("ExpressionAttributeValues", VALUES)
                .with("ReturnConsumedCapacity", CAPACITY);
    }

    private static Structure batchGet() {
        Structure keys = read(Structure.of().require("Keys", new WithoutValue(new Listing(ITEM, 1, 100))))
                .with("ConsistentRead", FLAG);
        return Structure.of()
                .require("RequestItems", new ByTable(keys, 0, UNLIMITED))
                .with("ReturnConsumedCapacity", CAPACITY);
    }

    private static Structure batchWrite() {
        Structure write = Structure.of()
                .with("PutRequest", Structure.of().require("Item", ITEM))
                .with("DeleteRequest", Structure.of().require("Key", ITEM));
        return Structure.of()
                .require("RequestItems", new ByTable(new Listing(write, 0, UNLIMITED), 1, 25))
                .with("ReturnConsumedCapacity", CAPACITY)
                .with("ReturnItemCollectionMetrics", METRICS);
    }

    private static Structure transactGet() {
        Structure get = read(Structure.of().require("TableName", TABLE).require("Key", ITEM));
        return Structure.of()
                .with("ReturnConsumedCapacity", CAPACITY)
                .require("TransactItems", new Listing(Structure.of().require("Get", get), 1, 100));
    }

    private static Structure transactWrite() {
        Structure action = Structure.of()
                .with(
                        "ConditionCheck",
                        condition(Structure.of().require("TableName", TABLE).require("Key", ITEM))
                                .require("ConditionExpression", ANY_TEXT))
                .with(
                        "Put",
                        condition(Structure.of().require("TableName", TABLE).require("Item", ITEM)))
                .with(
                        "Delete",
                        condition(Structure.of().require("TableName", TABLE).require("Key", ITEM)))
                .with(
                        "Update",
                        condition(Structure.of().require("TableName", TABLE).require("Key", ITEM))
                                .require("UpdateExpression", ANY_TEXT));
        return Structure.of()
                .with("ClientRequestToken", Text.length(1, 36))
                .with("ReturnConsumedCapacity", CAPACITY)
                .with("ReturnItemCollectionMetrics", METRICS)
                .require("TransactItems", new Listing(action, 1, 100));
    }
}
