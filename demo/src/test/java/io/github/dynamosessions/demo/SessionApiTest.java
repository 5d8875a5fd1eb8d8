package io.github.dynamosessions.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dynamosessions.demo.Visitor.Answer;
import java.net.URLDecoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionApiTest {

    @RegisterExtension
    private static final RunningDemo DEMO = new RunningDemo("--port=0", "--nodes=1", "--node-name=solo");

    private final Visitor visitor = DEMO.newVisitor();

    @Test
    void askingForASessionCreatesNone() {
        Answer answer = visitor.get("/api/session");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error()).isEqualTo("there is no session");
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    @Test
    void settingAnAttributeCreatesASession() {
        long before = System.currentTimeMillis();

        Answer set = visitor.put("/api/session/attributes/name", "\"Ada\"");

        assertThat(set.status()).isEqualTo(204);
        assertThat(set.header("Set-Cookie")).startsWith("JSESSIONID=").contains("HttpOnly", "SameSite=Lax");
        JsonNode session = session();
        assertThat(session.get("node").asText()).isEqualTo("solo");
        assertThat(session.get("createdAt").asLong()).isBetween(before, System.currentTimeMillis());
        assertThat(session.get("lastAccessedAt").asLong())
                .isBetween(session.get("createdAt").asLong(), System.currentTimeMillis());
        assertThat(session.get("attributes")).hasToString("{\"name\":\"Ada\"}");
    }

    /** It is safe to show: the secret that opens the session is in the cookie alone. */
    @Test
    void theIdIsThePartOfTheCookieThatIsNoSecret() {
        String cookie = visitor.put("/api/session/attributes/name", "1").header("Set-Cookie");

        String id = session().get("id").asText();

        assertThat(cookie).startsWith("JSESSIONID=" + id + "~");
        assertThat(visitor.get("/api/session").body()).doesNotContain(cookie.split("[~;]")[1]);
        assertThat(visitor.get("/").body()).contains(id).doesNotContain(cookie.split("[~;]")[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"é \uD83D\uDE00 \\\" </script>\"",
                "true",
                "0",
                "-7",
                "2147483648",
                "9007199254740993",
                "123456789012345678901234567890",
                "2.5",
                "1.0E-7",
                "[]",
                "{}",
                "[1,\"two\",false,null,[2.5,{\"three\":3}]]",
                "{\"z\":1,\"a\":{\"list\":[1,2,3],\"none\":null},\"big\":123456789012345678901234567890}"
            })
    void valueComesBackAsTheSameJson(String json) {
        visitor.put("/api/session/attributes/value", json);

        assertThat(visitor.get("/api/session").body()).endsWith("\"attributes\":{\"value\":" + json + "}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a%2Fb", "%C3%A9%20%F0%9F%98%80", "a+b", "a%2Bb", "100%25", "a%3Bb", "a%3Fb%23c", "a%5Cb", "%22"
            })
    void attributeNameMayHoldAnyEncodedCharacter(String encoded) {
        String name = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);

        visitor.put("/api/session/attributes/" + encoded, "1");

        assertThat(session().get("attributes").fieldNames()).toIterable().containsExactly(name);
        assertThat(visitor.delete("/api/session/attributes/" + encoded).status())
                .isEqualTo(204);
        assertThat(session().get("attributes")).isEmpty();
    }

    @Test
    void nullRemovesTheAttribute() {
        visitor.put("/api/session/attributes/a", "1");
        visitor.put("/api/session/attributes/b", "2");

        assertThat(visitor.put("/api/session/attributes/a", "null").status()).isEqualTo(204);

        assertThat(session().get("attributes")).hasToString("{\"b\":2}");
    }

    @Test
    void removingAnAttributeWithoutASessionCreatesNone() {
        Answer answer = visitor.delete("/api/session/attributes/a");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    @Test
    void loginRotatesTheIdAndKeepsTheAttributes() {
        visitor.put("/api/session/attributes/cart", "[1,2]");
        String oldId = session().get("id").asText();

        assertThat(visitor.post("/api/login", "{\"user\":\"ada\"}").status()).isEqualTo(204);

        String newId = session().get("id").asText();
        assertThat(newId).isNotEqualTo(oldId).startsWith(oldId.substring(0, oldId.indexOf('.') + 1));
        assertThat(session().get("attributes")).hasToString("{\"cart\":[1,2],\"user\":\"ada\"}");
    }

    @Test
    void loginWithoutASessionCreatesOne() {
        assertThat(visitor.post("/api/login", "{\"user\":\"ada\"}").status()).isEqualTo(204);

        assertThat(session().get("attributes")).hasToString("{\"user\":\"ada\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"user\":1}", "{\"user\":null}", "{\"user\":\" \"}", "\"ada\"", "null"})
    void loginNeedsAUserThatIsAString(String body) {
        Answer answer = visitor.post("/api/login", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error())
                .isEqualTo("the body must be like {\"user\":\"ada\"}, with a string that is not blank");
        assertThat(visitor.get("/api/session").status()).isEqualTo(404);
    }

    @Test
    void logoutEndsTheSession() {
        visitor.post("/api/login", "{\"user\":\"ada\"}");

        assertThat(visitor.post("/api/logout", "").status()).isEqualTo(204);

        assertThat(visitor.get("/api/session").status()).isEqualTo(404);
    }

    @Test
    void logoutWithoutASessionDoesNothing() {
        assertThat(visitor.post("/api/logout", "").status()).isEqualTo(204);
    }

    @Test
    void delayedRequestReadsTheSessionFirstAndWritesLast() {
        visitor.put("/api/session/attributes/a", "\"before\"");
        long reads = sessionReads();
        CompletableFuture<Answer> slow =
                visitor.sendAsync("PUT", "/api/session/attributes/a?delayMs=1500", BodyPublishers.ofString("\"slow\""));
        await().until(() -> sessionReads() > reads);

        visitor.put("/api/session/attributes/a", "\"quick\"");
        assertThat(session().get("attributes")).hasToString("{\"a\":\"quick\"}");

        assertThat(slow.join().status()).isEqualTo(204);
        assertThat(session().get("attributes")).hasToString("{\"a\":\"slow\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "60001", "1.5", "x", "", "99999999999999999999"})
    void delayMustBeAWholeNumberOfMilliseconds(String delay) {
        Answer answer = visitor.put("/api/session/attributes/a?delayMs=" + delay, "1");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("delayMs must be a whole number from 0 to 60000, was '" + delay + "'");
    }

    private JsonNode session() {
        Answer answer = visitor.get("/api/session");
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private static long sessionReads() {
        return DEMO.newVisitor()
                .get("/api/operations")
                .json()
                .at("/calls/GetItem")
                .asLong();
    }
}
