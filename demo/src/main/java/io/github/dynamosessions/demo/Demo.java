package io.github.dynamosessions.demo;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionTable;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** A DynamoDB, nodes that share it, and, if there are several, the load balancer. Runs from start to close. */
final class Demo implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final List<Node> nodes = new ArrayList<>();
    private final DemoOptions options;
    private final Database database;
    private final URI url;

    private Demo(DemoOptions options) {
        this.options = options;
        try {
            database = started(Database.open(options));
            createTable();
            RequestOperations requests = new RequestOperations();
            boolean front = options.nodes() > 1;
            for (int number = 1; number <= options.nodes(); number++) {
                int port = front ? 0 : options.port();
                nodes.add(started(Node.start(options.nodeName(number), port, options, database, requests)));
            }
            url = front
                    ? started(Front.start(
                                    options.port(),
                                    nodes.stream().map(Node::url).toList()))
                            .url()
                    : nodes.get(0).url();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything.
     *
     * @throws StartException if a port is taken or DynamoDB cannot be used
     */
    static Demo start(DemoOptions options) {
        return new Demo(options);
    }

    /** Where to point a browser. */
    URI url() {
        return url;
    }

    List<Node> nodes() {
        return nodes;
    }

    void describeTo(PrintStream out) {
        out.println("DynamoDB  " + database + ", table '" + options.table() + "'");
        for (Node node : nodes) {
            out.printf("%-9s %s%n", node.name(), node.url());
        }
        out.println("Open      " + url);
        out.println("Try       curl -b cookies -c cookies -X PUT -d '\"Ada\"' " + url
                + "/api/session/attributes/name; curl -b cookies " + url + "/api/session");
    }

    /** In reverse order of the start: the load balancer first, so that no request arrives any more. */
    @Override
    public void close() {
        nodes.forEach(Node::endWaiting);
        while (!running.isEmpty()) {
            AutoCloseable last = running.pop();
            try {
                last.close();
            } catch (Exception e) {
                LOG.warn("{} does not stop", last, e);
            }
        }
    }

    private <T extends AutoCloseable> T started(T part) {
        running.push(part);
        return part;
    }

    /** Once for all nodes, and with a client of its own, so that it does not count among the operations of a node. */
    private void createTable() {
        DynamoSessionOptions sessions =
                database.connect().tableName(options.table()).build();
        try (SessionTable table = SessionTable.of(sessions)) {
            table.createIfMissing();
        } catch (SdkException e) {
            throw new StartException(
                    "DynamoDB at " + database + " cannot be used: "
                            + e.getMessage().lines().findFirst().orElse(""),
                    e);
        }
    }
}
