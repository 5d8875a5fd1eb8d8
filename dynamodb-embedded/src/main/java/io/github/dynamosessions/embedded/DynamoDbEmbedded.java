package io.github.dynamosessions.embedded;

import io.github.dynamosessions.embedded.http.LoopbackServer;
import java.net.URI;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A DynamoDB in this process: an engine in memory, behind HTTP on the loopback interface only. Several may run side by
 * side, each with tables of its own; what a closed one knew is gone. Regions and credentials make no difference:
 * everybody who connects sees the same tables.
 *
 * <pre>{@code
 * try (DynamoDbEmbedded dynamoDb = DynamoDbEmbedded.start();
 *         DynamoDbClient client = dynamoDb.newClient()) {
 *     client.listTables();
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class DynamoDbEmbedded implements AutoCloseable {

    private static final int HIGHEST_PORT = 65_535;

    private final DynamoDbEngine engine;
    private final LoopbackServer server;
    private final URI endpoint;

    private DynamoDbEmbedded(DynamoDbEngine engine, int port) {
        this.engine = engine;
        this.server = LoopbackServer.start(port, engine.protocol());
        this.endpoint = URI.create("http://127.0.0.1:" + server.port());
    }

    /** Starts one on a free port that the operating system chooses. */
    public static DynamoDbEmbedded start() {
        return start(0);
    }

    /**
     * Starts one on the given port.
     *
     * @param port between 0 and 65535; 0 means any free port
     * @throws IllegalArgumentException if the port is out of range
     * @throws IllegalStateException if the port is taken
     */
    public static DynamoDbEmbedded start(int port) {
        return start(new DynamoDbEngine(), port);
    }

    /**
     * Puts HTTP before an engine. Several may serve the same one.
     *
     * @param port between 0 and 65535; 0 means any free port
     * @throws IllegalArgumentException if the port is out of range
     * @throws IllegalStateException if the port is taken
     */
    public static DynamoDbEmbedded start(DynamoDbEngine engine, int port) {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port must be between 0 and " + HIGHEST_PORT + ", was " + port);
        }
        return new DynamoDbEmbedded(engine, port);
    }

    /** {@code http://127.0.0.1:<port>}. */
    public URI endpoint() {
        return endpoint;
    }

    /** The port it listens on, also when any free one was asked for. */
    public int port() {
        return server.port();
    }

    /** The engine behind it: its faults, its TTL, its indexes. */
    public DynamoDbEngine engine() {
        return engine;
    }

    /** A new client of it, in process and with invented credentials. The caller closes the client. */
    public DynamoDbClient newClient() {
        return engine.newClient();
    }

    /** An HTTP client for a {@code DynamoDbClientBuilder} that calls the engine on the calling thread, without a socket. */
    public SdkHttpClient httpClient() {
        return engine.httpClient();
    }

    /** Stops listening. Its tables are in the engine. Closing twice is fine. */
    @Override
    public void close() {
        server.close();
    }
}
