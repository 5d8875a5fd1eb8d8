package io.github.dynamosessions.demo;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.javalin.DynamoSessionPlugin;
import io.javalin.Javalin;
import java.net.URI;
import org.eclipse.jetty.server.handler.GracefulHandler;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** One Javalin server with a DynamoDB client of its own, so that its calls can be told from those of other nodes. */
final class Node implements AutoCloseable {

    private final String name;
    private final SessionApi api;
    private final DynamoDbClient client;
    private final Javalin javalin;
    private final URI url;

    private Node(String name, SessionApi api, DynamoDbClient client, Javalin javalin) {
        this.name = name;
        this.api = api;
        this.client = client;
        this.javalin = javalin;
        this.url = URI.create("http://" + LoopbackConnector.HOST + ":" + javalin.port());
    }

    /**
     * Starts a node.
     *
     * @param port where it listens, 0 for any free port
     * @param requests knows which request a call belongs to
     * @throws StartException if the port is taken
     */
    static Node start(String name, int port, DemoOptions options, Database database, RequestOperations requests) {
        Operations operations = new Operations();
        DynamoDbClient client = countingClient(database, new OperationCounter(operations, requests));
        DynamoSessionOptions.Builder sessions = DynamoSessionOptions.builder()
                .client(client)
                .tableName(options.table())
                .allowedClasses("java.lang.*", "java.math.*", "java.util.*"); // what JSON is read into
        if (options.maxInactive() != null) {
            sessions.maxInactiveInterval(options.maxInactive());
        }
        if (options.touchInterval() != null) {
            sessions.touchInterval(options.touchInterval());
        }
        SessionApi api = new SessionApi(name);
        Javalin javalin = Javalin.create(config -> {
            config.jetty.modifyServer(server -> server.insertHandler(new GracefulHandler()));
            config.jetty.addConnector((server, http) -> LoopbackConnector.on(server, http, port));
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.registerPlugin(new DynamoSessionPlugin(sessions.build()));
            requests.listenTo(config);
            new ErrorAnswers(name).addTo(config);
            api.addTo(config);
            new OperationsApi(name, operations, requests).addTo(config);
            new Page(name).addTo(config);
        });
        try {
            javalin.start();
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
        operations.clear(); // what the store has read at its start was for no request
        return new Node(name, api, client, javalin);
    }

    String name() {
        return name;
    }

    /** Where it listens, or did before it was closed. */
    URI url() {
        return url;
    }

    /** Answers the requests that asked for a delay, which may be longer than anybody waits for a node to end. */
    void endWaiting() {
        api.endWaiting();
    }

    @Override
    public void close() {
        endWaiting();
        javalin.stop();
        client.close();
    }

    @Override
    public String toString() {
        return name;
    }

    private static DynamoDbClient countingClient(Database database, OperationCounter counter) {
        DynamoDbClientBuilder builder = database.connect().build().clientBuilder();
        // Added to what is there: the timeouts and retries of the library.
        return builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                        .addExecutionInterceptor(counter)
                        .build())
                .build();
    }
}
