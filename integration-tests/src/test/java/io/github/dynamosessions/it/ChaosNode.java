package io.github.dynamosessions.it;

import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.javalin.DynamoSessionPlugin;
import io.javalin.Javalin;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.SessionHandler;

/** A node as a process of its own, which looks for expired sessions all the time. */
final class ChaosNode extends JavaProcess {

    private static final int HOUSEKEEPING_SECONDS = 1;

    private ChaosNode(int port, List<String> arguments) {
        super(port, ChaosNode.class, arguments);
    }

    /**
     * Starts one on a free port.
     *
     * @param dynamoDb the endpoint; the table is there
     */
    static ChaosNode start(URI dynamoDb, Duration idleTimeout) {
        int port = freePort();
        ChaosNode node = new ChaosNode(
                port, List.of(Integer.toString(port), dynamoDb.toString(), Long.toString(idleTimeout.toSeconds())));
        node.awaitListening();
        return node;
    }

    /** Port, endpoint, idle timeout in seconds. */
    public static void main(String[] arguments) throws Exception {
        DynamoSessionOptions options = DynamoSessionOptions.builder()
                .region("local")
                .endpoint(URI.create(arguments[1]))
                .maxInactiveInterval(Duration.ofSeconds(Long.parseLong(arguments[2])))
                .build();
        Javalin javalin = Javalin.create(config -> {
                    ChaosPages.addTo(config);
                    config.registerPlugin(new DynamoSessionPlugin(options));
                })
                .start("127.0.0.1", Integer.parseInt(arguments[0]));
        SessionHandler sessions = javalin.jettyServer()
                .server()
                .getDescendant(ServletContextHandler.class)
                .getSessionHandler();
        // All nodes have one clock.
        ((DynamoSessionDataStore) sessions.getSessionCache().getSessionDataStore()).setGracePeriodSec(0);
        sessions.getSessionIdManager().getSessionHouseKeeper().setIntervalSec(HOUSEKEEPING_SECONDS);
    }
}
