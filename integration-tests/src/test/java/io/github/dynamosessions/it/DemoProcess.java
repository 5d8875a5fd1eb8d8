package io.github.dynamosessions.it;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The demo's jar as a process of its own, as a user starts it. */
final class DemoProcess extends JavaProcess {

    private DemoProcess(int port, List<String> flags) {
        super(port, Path.of("."), Path.of(System.getProperty("demo.jar")), flags);
    }

    /** Only the embedded DynamoDB. */
    static DemoProcess dynamoDb() {
        int port = freePort();
        return listening(new DemoProcess(port, List.of("--dynamodb-only", "--dynamodb-port=" + port)));
    }

    /** One node on the table of a DynamoDB that runs already. */
    static DemoProcess node(String name, DemoProcess dynamoDb, String... flags) {
        return node(name, dynamoDb.uri(""), flags);
    }

    /** The same, by the endpoint of that DynamoDB. */
    static DemoProcess node(String name, URI endpoint, String... flags) {
        int port = freePort();
        List<String> all = new ArrayList<>(List.of(
                "--nodes=1", "--port=" + port, "--node-name=" + name, "--endpoint=" + endpoint, "--region=local"));
        all.addAll(List.of(flags));
        return listening(new DemoProcess(port, all));
    }

    /** Runs to the end, for flags that end the process at once. */
    static DemoProcess ended(String... flags) {
        DemoProcess demo = new DemoProcess(0, List.of(flags));
        demo.awaitEnd();
        return demo;
    }

    private static DemoProcess listening(DemoProcess demo) {
        demo.awaitListening();
        return demo;
    }
}
