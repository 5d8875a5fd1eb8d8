package io.github.dynamosessions.local;

import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A DynamoDB in this process: DynamoDB Local, in memory, behind HTTP on the loopback interface only. Several may run
 * side by side, each with tables of its own; what a closed one knew is gone. Regions and credentials make no
 * difference: everybody who connects sees the same tables.
 *
 * <pre>{@code
 * try (DynamoDbLocal dynamoDb = DynamoDbLocal.start();
 *         DynamoDbClient client = dynamoDb.newClient()) {
 *     client.listTables();
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads. Threads of it keep the JVM alive until {@link #close()}.
 *
 * <p>It needs a native SQLite library, which DynamoDB Local has for Linux and macOS (x86_64, aarch64) and for Windows
 * (x86_64); it is unpacked into a private temporary directory and deleted once it is loaded (Windows keeps the file).
 */
public final class DynamoDbLocal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DynamoDbLocal.class);
    private static final int HIGHEST_PORT = 65_535;

    private final EngineServer server;
    private final URI endpoint;

    private DynamoDbLocal(EngineServer server) {
        this.server = server;
        this.endpoint = URI.create("http://" + EngineServer.LOOPBACK + ":" + server.port());
    }

    /**
     * Starts one on a free port that the operating system chooses.
     *
     * @throws IllegalStateException if there is no SQLite library for this platform
     */
    public static DynamoDbLocal start() {
        return start(0);
    }

    /**
     * Starts one on the given port.
     *
     * @param port between 0 and 65535; 0 means any free port
     * @throws IllegalArgumentException if the port is out of range
     * @throws IllegalStateException if the port is taken, or if there is no SQLite library for this platform
     */
    public static DynamoDbLocal start(int port) {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port must be between 0 and " + HIGHEST_PORT + ", was " + port);
        }
        EngineLogs.quiet();
        SqliteLibrary.load();
        DynamoDbLocal dynamoDb = new DynamoDbLocal(EngineServer.start(port));
        LOG.info("DynamoDB Local listens on {}", dynamoDb.endpoint);
        return dynamoDb;
    }

    /** {@code http://127.0.0.1:<port>}. */
    public URI endpoint() {
        return endpoint;
    }

    /** The port it listens on, also when any free one was asked for. */
    public int port() {
        return endpoint.getPort();
    }

    /** A new client of it, with invented credentials. The caller closes the client. */
    public DynamoDbClient newClient() {
        return LocalClients.newClient(endpoint);
    }

    EngineServer server() {
        return server;
    }

    /** Ends it with all its threads and forgets its tables. Closing twice is fine. */
    @Override
    public void close() {
        server.stop();
    }
}
