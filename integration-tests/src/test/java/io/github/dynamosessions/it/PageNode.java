package io.github.dynamosessions.it;

import io.github.dynamosessions.DynamoSessionDataStore;
import java.net.URI;
import java.util.List;
import org.eclipse.jetty.server.Server;

/** A server that serves the pages of {@link JettyServlet}, over HTTP/1.1 and h2c. */
interface PageNode extends AutoCloseable {

    /** Where a page is, or was before the node was closed. */
    URI uri(String pathAndQuery);

    /** Adds a page, or replaces one. */
    void page(String path, JettyPage page);

    /** All its pages. */
    JettyServlet servlet();

    DynamoSessionDataStore store();

    /** What was told to this node's listeners. */
    SessionEvents events();

    /** The ids of sessions whose end was told to this node's listeners, each as often as it was told. */
    default List<String> destroyed() {
        return events().idsWith("destroyed");
    }

    /** One turn of housekeeping. */
    void scavenge() throws Exception;

    /** Stops its application, and leaves its connections open. */
    void undeploy() throws Exception;

    /** It has a {@code GracefulHandler}. */
    Server server();

    @Override
    void close();
}
