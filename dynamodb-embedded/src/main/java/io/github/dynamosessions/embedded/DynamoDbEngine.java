package io.github.dynamosessions.embedded;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.json.Json;
import io.github.dynamosessions.embedded.operation.Operations;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.request.Shapes;
import io.github.dynamosessions.embedded.table.Database;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A DynamoDB in memory, without sockets and threads of its own. Safe for use by several threads: one operation runs at
 * a time.
 */
public final class DynamoDbEngine {

    private final ReentrantLock lock = new ReentrantLock();
    private final Operations operations = new Operations();
    private final Database database;

    /**
     * Makes an engine without tables.
     *
     * @param clock tells the time of TTL and of descriptions
     */
    public DynamoDbEngine(InstantSource clock) {
        this.database = new Database("local", clock);
    }

    /**
     * Executes one operation on the calling thread.
     *
     * @param operation its name, such as {@code GetItem}
     * @param body the request as DynamoDB JSON
     * @return the result or error, as the service would send it
     */
    public Answer execute(String operation, byte[] body) {
        try {
            operations.require(operation);
            Request request = Shapes.check(operation, parse(body));
            lock.lock();
            Map<String, Object> result;
            try {
                result = operations.run(operation, request, database);
            } finally {
                lock.unlock();
            }
            return new Answer(200, Json.write(result));
        } catch (ServiceError e) {
            return new Answer(e.status(), Json.write(e.body()));
        }
    }

    private static Object parse(byte[] body) {
        try {
            Object json = Json.read(body);
            if (json != null) {
                return json;
            }
        } catch (IOException e) {
            // says the same as the line below
        }
        throw ServiceError.serialization("");
    }
}
