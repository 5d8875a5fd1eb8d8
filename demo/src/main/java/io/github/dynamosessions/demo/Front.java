package io.github.dynamosessions.demo;

import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one port in front of several nodes. */
final class Front implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Front.class);

    private final Server server;
    private final ServerConnector connector;

    private Front(int port, List<URI> nodes) {
        server = new Server();
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // As Javalin's: what a path may hold is for the node to say.
        http.setUriCompliance(UriCompliance.LEGACY);
        connector = LoopbackConnector.on(server, http, port);
        server.addConnector(connector);
        server.setHandler(new GracefulHandler(new RoundRobinProxy(nodes)));
        server.setErrorHandler(new JsonErrorHandler(new HttpField(ErrorAnswers.NODE_HEADER, "front")));
    }

    /**
     * Starts a front.
     *
     * @param port where it listens, 0 for any free port
     * @throws StartException if the port is taken
     */
    static Front start(int port, List<URI> nodes) {
        Front front = new Front(port, nodes);
        try {
            front.server.start();
            return front;
        } catch (Exception e) {
            front.close();
            throw new StartException("the front does not start: " + e.getMessage(), e);
        }
    }

    URI url() {
        return URI.create("http://" + LoopbackConnector.HOST + ":" + connector.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (TimeoutException e) {
            LOG.warn("requests that took too long were cut off");
        } catch (Exception e) {
            throw new IllegalStateException("the front does not stop", e);
        }
    }

    @Override
    public String toString() {
        return "front";
    }
}
