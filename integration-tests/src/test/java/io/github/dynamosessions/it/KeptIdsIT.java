package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.DynamoSessionOptions.OnReadFailure;
import io.github.dynamosessions.javalin.DynamoSessionPlugin;
import io.javalin.Javalin;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** What a request has sent is forgotten with the request, also where DynamoDB is away and nothing tells whether it was an ID. */
class KeptIdsIT {

    private static final int REQUESTS = 1_000;
    private static final int A_TEXT_FOR_EACH = REQUESTS / 2;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void nothingIsKeptOfTheIdsOfRequestsWhoseSessionCannotBeRead() throws Exception {
        try (Node node = Node.start()) {
            send(node, 0, REQUESTS); // what grows with the first requests
            int before = liveTexts(node);
            send(node, REQUESTS, 2 * REQUESTS);
            assertThat(liveTexts(node) - before).isLessThan(A_TEXT_FOR_EACH);
        }
    }

    private void send(Node node, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            String cookie = String.format("%016d.AAAAAA~%022d", i, i);
            assertThat(get(node, "/use", cookie)).isEqualTo("no session");
        }
    }

    private int liveTexts(Node node) throws Exception {
        Matcher bytes = Pattern.compile("\\s(\\d+)\\s+\\d+\\s+\\[B").matcher(get(node, "/live-objects", ""));
        assertThat(bytes.find()).isTrue();
        return Integer.parseInt(bytes.group(1));
    }

    private String get(Node node, String path, String cookie) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(node.uri(path))
                .header("Cookie", "JSESSIONID=" + cookie)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** A process of its own, whose DynamoDB is not there. */
    static final class Node extends JavaProcess {

        private static final URI NOBODY = URI.create("http://127.0.0.1:1");

        private Node(int port) {
            super(port, Node.class, List.of(Integer.toString(port)));
        }

        static Node start() {
            Node node = new Node(freePort());
            node.awaitListening();
            return node;
        }

        /** The port. */
        public static void main(String[] arguments) {
            DynamoSessionOptions options = DynamoSessionOptions.builder()
                    .region("local")
                    .endpoint(NOBODY)
                    .maxAttempts(1)
                    .onReadFailure(OnReadFailure.NEW_SESSION)
                    .build();
            Javalin.create(config -> {
                        config.registerPlugin(new DynamoSessionPlugin(options));
                        config.routes.get(
                                "/use",
                                context -> context.result(context.req().getSession(false) == null ? "no session" : ""));
                        config.routes.get("/live-objects", context -> context.result(liveObjects()));
                    })
                    .start("127.0.0.1", Integer.parseInt(arguments[0]));
        }

        private static String liveObjects() throws Exception {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        }
    }
}
