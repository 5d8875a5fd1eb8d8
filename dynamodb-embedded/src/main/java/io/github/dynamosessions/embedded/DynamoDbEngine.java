package io.github.dynamosessions.embedded;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.fault.Fault;
import io.github.dynamosessions.embedded.fault.Faults;
import io.github.dynamosessions.embedded.http.Protocol;
import io.github.dynamosessions.embedded.json.Json;
import io.github.dynamosessions.embedded.operation.Operations;
import io.github.dynamosessions.embedded.operation.TimeToLive;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.request.Shapes;
import io.github.dynamosessions.embedded.sdk.Clients;
import io.github.dynamosessions.embedded.sdk.InProcessHttpClient;
import io.github.dynamosessions.embedded.table.Database;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * A DynamoDB in memory, without sockets and without threads of its own. Every operation runs on the thread that calls
 * it, one at a time, and its effect is there when the call returns. {@link DynamoDbEmbedded} puts HTTP before it.
 *
 * <pre>{@code
 * DynamoDbEngine engine = new DynamoDbEngine(() -> now);
 * DynamoDbClient client = engine.newClient();
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class DynamoDbEngine {

    private static final String DEFAULT_REGION = "local";

    private final ReentrantLock lock;
    private final Operations operations;
    private final Database database;
    private final Faults faults = new Faults();
    private final Protocol protocol = new Protocol(this::executeForProtocol);
    private volatile boolean expiresByItself;
    private long lastExpiry = Long.MIN_VALUE;

    /** Makes an engine without tables that has the time of the system. */
    public DynamoDbEngine() {
        this(InstantSource.system());
    }

    /**
     * Makes an engine without tables.
     *
     * @param clock its time, which decides when items expire and is part of descriptions
     */
    public DynamoDbEngine(InstantSource clock) {
        this(new Database(DEFAULT_REGION, clock), new Operations(), new ReentrantLock());
    }

    /**
     * Makes an engine on a database that it may share with others. For the simulations of several Regions.
     *
     * @param lock guards the database
     */
    public DynamoDbEngine(Database database, Operations operations, ReentrantLock lock) {
        this.database = database;
        this.operations = operations;
        this.lock = lock;
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
            Fault fault = faults.choose(operation, request);
            if (fault == null) {
                return run(operation, request);
            }
            return fault.happen(() -> run(operation, request)) instanceof Answer answer ? answer : Answer.LOST;
        } catch (ServiceError e) {
            return answer(e);
        }
    }

    private Answer run(String operation, Request request) {
        lock.lock();
        try {
            if (expiresByItself) {
                expireOncePerSecond();
            }
            return new Answer(200, Json.write(operations.run(operation, request, database)));
        } catch (ServiceError e) {
            return answer(e);
        } finally {
            lock.unlock();
        }
    }

    private static Answer answer(ServiceError error) {
        return new Answer(error.status(), Json.write(error.body()));
    }

    private static Object parse(byte[] body) {
        try {
            Object json = Json.read(body);
            if (json instanceof Map) {
                return json;
            }
        } catch (IOException e) {
            // says the same as the line below
        }
        throw ServiceError.serialization("The request is not a JSON object");
    }

    private Protocol.@Nullable Result executeForProtocol(String operation, byte[] body) {
        Answer answer = execute(operation, body);
        return answer.isLost() ? null : new Protocol.Result(answer.status(), answer.body());
    }

    /** What goes wrong with attempts of its clients; nothing, at first. */
    public Faults faults() {
        return faults;
    }

    /**
     * Deletes the items that TTL may delete now.
     *
     * @return the number of deleted items
     */
    public int expireItems() {
        return locked(() -> TimeToLive.expireItems(database));
    }

    /**
     * Whether expired items are deleted by themselves: when an operation runs, at most once for each second of the
     * clock. Off at first, since the service may take days as well.
     */
    public void expireByItself(boolean on) {
        expiresByItself = on;
    }

    private void expireOncePerSecond() {
        long second = database.now().getEpochSecond();
        if (second != lastExpiry) {
            lastExpiry = second;
            TimeToLive.expireItems(database);
        }
    }

    /** Whether global secondary indexes get writes only when {@link #deliverIndexes()} is called. Off at first. */
    public void lagGlobalIndexes(boolean on) {
        locked(() -> {
            database.globalIndexesLag(on);
            return on;
        });
    }

    /** Brings global secondary indexes up to date. */
    public void deliverIndexes() {
        locked(() -> {
            database.deliverIndexes();
            return true;
        });
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** A new client of it with invented credentials, which runs operations on the calling thread. The caller closes it. */
    public DynamoDbClient newClient() {
        return newClient(builder -> {});
    }

    /** The same, with further settings of the client. */
    public DynamoDbClient newClient(Consumer<DynamoDbClientBuilder> settings) {
        return Clients.inProcess(httpClient(), database.region(), settings);
    }

    /** An HTTP client for a {@code DynamoDbClientBuilder} that calls this engine instead of sending anything. */
    public SdkHttpClient httpClient() {
        return new InProcessHttpClient(protocol);
    }

    Protocol protocol() {
        return protocol;
    }
}
