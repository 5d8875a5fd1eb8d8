package io.github.dynamosessions.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** How nodes and front listen: on this machine only, for this is a demo, without access control. */
final class LoopbackConnector {

    static final String HOST = "127.0.0.1";

    private static final Duration IDLE_TIMEOUT = SessionApi.MAX_DELAY.multipliedBy(2);

    /** For requests that are under way when the demo ends. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    /** For connections that browsers keep open and do not use. */
    private static final Duration SHUTDOWN_IDLE_TIMEOUT = Duration.ofMillis(200);

    private LoopbackConnector() {}

    /**
     * A connector that listens when its server has started, and can answer. A port that is taken is found before anything
     * is started.
     *
     * @param port 0 for any free port
     * @throws StartException if the port is taken
     */
    static ServerConnector on(Server server, HttpConfiguration http, int port) {
        requireFree(port);
        server.setOpenEarly(false);
        server.setStopTimeout(GRACE.toMillis());
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(HOST);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_TIMEOUT.toMillis());
        return connector;
    }

    private static void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(HOST, port));
        } catch (IOException e) {
            throw new StartException(
                    "port " + port + " of " + HOST + " is taken or may not be used, choose another with --port", e);
        }
    }
}
