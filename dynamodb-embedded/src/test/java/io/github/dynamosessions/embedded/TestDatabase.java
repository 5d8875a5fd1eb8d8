package io.github.dynamosessions.embedded;

import io.github.dynamosessions.embedded.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An engine for tests that are written in JSON, with ' for ". */
public final class TestDatabase {

    /** A table "table" with partition key "id". */
    public static final String T = "'TableName':'table','BillingMode':'PAY_PER_REQUEST',"
            + "'AttributeDefinitions':[{'AttributeName':'id','AttributeType':'S'}],"
            + "'KeySchema':[{'AttributeName':'id','KeyType':'HASH'}]";

    private final DynamoDbEngine engine;

    public TestDatabase() {
        this(new DynamoDbEngine());
    }

    public TestDatabase(DynamoDbEngine engine) {
        this.engine = engine;
    }

    /** One with the table "table". */
    public static TestDatabase withTable() {
        TestDatabase database = new TestDatabase();
        database.ok("CreateTable", T);
        return database;
    }

    public DynamoDbEngine engine() {
        return engine;
    }

    /** The result of an operation as JSON; it must succeed. */
    public String ok(String operation, String request) {
        Answer answer = execute(operation, request);
        if (answer.status() != 200) {
            throw new AssertionError(answer.text());
        }
        return answer.text().replace('"', '\'');
    }

    /** The name and message of an error. */
    public String error(String operation, String request) {
        Answer answer = execute(operation, request);
        if (answer.status() == 200) {
            throw new AssertionError("no error but " + answer.text());
        }
        Map<?, ?> body = body(answer);
        String type = (String) body.get("__type");
        Object message = body.containsKey("message") ? body.get("message") : body.get("Message");
        return type.substring(type.indexOf('#') + 1) + ": " + message;
    }

    public Answer execute(String operation, String request) {
        return engine.execute(operation, ("{" + request.replace('\'', '"') + "}").getBytes(StandardCharsets.UTF_8));
    }

    /** Puts an item into "table". */
    public void put(String item) {
        ok("PutItem", "'TableName':'table','Item':{" + item + "}");
    }

    /** The item of "table" as JSON; "{}" if there is none. */
    public String get(String id) {
        String answer = ok("GetItem", "'TableName':'table','Key':{'id':{'S':'" + id + "'}}");
        return answer.equals("{}") ? answer : answer.substring("{'Item':".length(), answer.length() - 1);
    }

    /** Updates the item "a" of "table". */
    public String update(String expression, String others) {
        return ok("UpdateItem", updateOf(expression, others));
    }

    public String updateError(String expression, String others) {
        return error("UpdateItem", updateOf(expression, others));
    }

    private static String updateOf(String expression, String others) {
        return "'TableName':'table','Key':{'id':{'S':'a'}},'UpdateExpression':'" + expression + "'"
                + (others.isEmpty() ? "" : "," + others);
    }

    public static Map<?, ?> body(Answer answer) {
        try {
            if (Json.read(answer.body()) instanceof Map<?, ?> body) {
                return body;
            }
            throw new AssertionError(answer.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
