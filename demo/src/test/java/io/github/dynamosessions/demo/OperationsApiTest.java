package io.github.dynamosessions.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dynamosessions.demo.Visitor.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OperationsApiTest {

    @RegisterExtension
    private static final RunningDemo DEMO = new RunningDemo("--port=0");

    private final Visitor visitor = DEMO.newVisitor();
    private final Visitor withoutCookies = DEMO.newVisitor();

    @Test
    void newNodeHasMadeNoCalls() {
        try (Demo demo = RunningDemo.start("--port=0", "--nodes=1")) {
            assertThat(new Visitor(demo.url()).get("/api/operations").body())
                    .isEqualTo("{\"node\":\"node-1\",\"calls\":{},\"readUnits\":0.0,\"writeUnits\":0.0}");
        }
    }

    @Test
    void nodeSumsUpItsOwnCalls() {
        try (Demo demo = RunningDemo.start("--port=0")) {
            Visitor first = new Visitor(demo.nodes().get(0).url());
            Visitor second = first.at(demo.nodes().get(1).url());
            first.put("/api/session/attributes/a", "1");
            second.get("/api/session");
            second.get("/api/session");

            JsonNode ofFirst = new Visitor(demo.nodes().get(0).url())
                    .get("/api/operations")
                    .json();
            JsonNode ofSecond = new Visitor(demo.nodes().get(1).url())
                    .get("/api/operations")
                    .json();

            assertThat(ofFirst.get("calls")).hasToString("{\"PutItem\":1}");
            assertThat(ofFirst.get("readUnits").asDouble()).isZero();
            assertThat(ofFirst.get("writeUnits").asDouble()).isGreaterThanOrEqualTo(1);
            assertThat(ofSecond.get("node").asText()).isEqualTo("node-2");
            assertThat(ofSecond.get("calls")).hasToString("{\"GetItem\":2}");
            assertThat(ofSecond.get("readUnits").asDouble()).isEqualTo(2);
            assertThat(ofSecond.get("writeUnits").asDouble()).isZero();
        }
    }

    @Test
    void eachRequestHasItsOwnCost() {
        Answer created = visitor.put("/api/session/attributes/a", "1");
        Answer changed = visitor.put("/api/session/attributes/a", "2");
        Answer read = visitor.get("/api/session");
        Answer login = visitor.post("/api/login", "{\"user\":\"ada\"}");
        Answer logout = visitor.post("/api/logout", "");

        assertThat(costOf(created).get("calls")).hasToString("{\"PutItem\":1}");
        assertThat(costOf(changed).get("calls")).hasToString("{\"GetItem\":1,\"UpdateItem\":1}");
        assertThat(costOf(changed).get("readUnits").asDouble()).isEqualTo(1);
        assertThat(costOf(changed).get("writeUnits").asDouble()).isGreaterThanOrEqualTo(1);
        assertThat(costOf(read).get("calls")).hasToString("{\"GetItem\":1}");
        assertThat(costOf(read).get("writeUnits").asDouble()).isZero();
        assertThat(costOf(login).get("calls")).hasToString("{\"GetItem\":1,\"UpdateItem\":1}");
        assertThat(costOf(logout).get("calls")).hasToString("{\"GetItem\":1,\"UpdateItem\":1}");
    }

    @Test
    void requestThatDoesNotUseItsSessionCostsNothing() {
        try (Demo demo = RunningDemo.start("--port=0", "--nodes=1")) {
            Visitor known = new Visitor(demo.url());
            known.put("/api/session/attributes/a", "1");

            known.get("/api/operations");

            assertThat(known.get("/api/operations").json().get("calls")).hasToString("{\"PutItem\":1}");
        }
    }

    @Test
    void costOfARequestHoldsWhatIsWrittenAfterItsAnswer() {
        try (Demo demo = RunningDemo.start("--port=0", "--nodes=1", "--touch-interval=0")) {
            Visitor eager = new Visitor(demo.url());
            eager.put("/api/session/attributes/a", "1");
            String request = eager.get("/api/session").header("X-Demo-Request");

            assertThat(callsOf(new Visitor(demo.url()), request)).isEqualTo("{\"GetItem\":1,\"UpdateItem\":1}");
        }
    }

    @Test
    void costOfARequestIsToldWhenItIsComplete() {
        try (Demo demo = RunningDemo.start("--port=0", "--nodes=1")) {
            Visitor slow = new Visitor(demo.url());
            Visitor curious = new Visitor(demo.url());
            String created = slow.put("/api/session/attributes/a", "1").header("X-Demo-Request");
            CompletableFuture<Answer> answer =
                    slow.sendAsync("PUT", "/api/session/attributes/a?delayMs=1000", BodyPublishers.ofString("2"));
            await().until(() -> curious.get("/api/operations").body().contains("\"GetItem\":1"));

            String next = created.replaceFirst("1$", "2");

            assertThat(callsOf(curious, next)).isEqualTo("{\"GetItem\":1,\"UpdateItem\":1}");
            assertThat(answer.join().header("X-Demo-Request")).isEqualTo(next);
        }
    }

    @Test
    void questionsAboutRequestsTakeNoTurnAtTheFront() {
        Answer first = visitor.get("/api/session");
        costOf(first);
        Answer second = visitor.get("/api/session");

        assertThat(List.of(first.header("X-Demo-Node"), second.header("X-Demo-Node")))
                .containsExactlyInAnyOrder("node-1", "node-2");
    }

    @Test
    void unknownRequestHasNoCost() {
        Answer answer = withoutCookies.get("/api/operations/another-1");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error()).isEqualTo("this process does not know what that request cost, or no longer");
    }

    private static String callsOf(Visitor visitor, String request) {
        return visitor.get("/api/operations/" + request).json().get("calls").toString();
    }

    private JsonNode costOf(Answer answer) {
        return withoutCookies
                .get("/api/operations/" + answer.header("X-Demo-Request"))
                .json();
    }
}
