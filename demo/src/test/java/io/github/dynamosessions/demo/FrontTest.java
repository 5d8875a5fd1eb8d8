package io.github.dynamosessions.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.demo.Visitor.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrontTest {

    @Test
    void sessionStaysWhileRequestsHopFromNodeToNode() {
        try (Demo demo = RunningDemo.start("--port=0", "--nodes=3", "--node-name=hop")) {
            Visitor visitor = new Visitor(demo.url());
            visitor.put("/api/session/attributes/name", "\"Ada\"");

            List<Answer> answers = IntStream.range(0, 4)
                    .mapToObj(i -> visitor.get("/api/session"))
                    .toList();

            assertThat(answers)
                    .extracting(answer -> answer.json().get("node").asText())
                    .containsExactly("hop-2", "hop-3", "hop-1", "hop-2");
            assertThat(answers)
                    .extracting(answer -> answer.header("X-Demo-Node"))
                    .containsExactly("hop-2", "hop-3", "hop-1", "hop-2");
            assertThat(answers)
                    .allSatisfy(answer ->
                            assertThat(answer.json().get("attributes")).hasToString("{\"name\":\"Ada\"}"))
                    .extracting(answer -> answer.json().get("id"))
                    .containsOnly(answers.get(0).json().get("id"));
        }
    }

    @Test
    void nodeThatIsDownIsPassedOver() {
        try (Demo demo = RunningDemo.start("--port=0", "--nodes=2")) {
            Visitor visitor = new Visitor(demo.url());
            visitor.put("/api/session/attributes/a", "1");
            demo.nodes().get(0).close();

            for (int i = 0; i < 4; i++) {
                assertThat(visitor.put("/api/session/attributes/b", "\"" + "b".repeat(100_000) + i + "\"")
                                .status())
                        .isEqualTo(204);
                assertThat(visitor.get("/api/session").header("X-Demo-Node")).isEqualTo("node-2");
                assertThat(visitor.post("/api/logout", "").status()).isEqualTo(204);
            }
        }
    }

    @Test
    void withoutAnyNodeTheFrontSaysSo() {
        try (Demo demo = RunningDemo.start("--port=0", "--nodes=2")) {
            demo.nodes().forEach(Node::close);

            Answer answer = new Visitor(demo.url()).get("/api/session");

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.error())
                    .isEqualTo("no node answers, the last that was asked is "
                            + demo.nodes().get(1).url());
        }
    }

    @Test
    void requestThatMayHaveBeenCarriedOutIsNotRepeated() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Demo demo = RunningDemo.start("--port=0", "--nodes=1")) {
            URI broken = URI.create("http://127.0.0.1:" + listener.getLocalPort());
            CompletableFuture.runAsync(() -> breakOffEveryRequest(listener));
            try (Front front = Front.start(0, List.of(broken, demo.url()))) {
                Visitor visitor = new Visitor(front.url());

                Answer put = visitor.put("/api/session/attributes/a", "1");
                assertThat(put.status()).isEqualTo(502);
                assertThat(put.error()).isEqualTo(broken + " broke off, and PUT may have been carried out");

                visitor.get("/api/operations");
                assertThat(visitor.get("/api/operations").status()).isEqualTo(200);
            }
        }
    }

    private static void breakOffEveryRequest(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (Socket connection = listener.accept()) {
                connection.getInputStream().readNBytes(10);
            } catch (IOException e) {
                // closed by the end of the test
            }
        }
    }
}
