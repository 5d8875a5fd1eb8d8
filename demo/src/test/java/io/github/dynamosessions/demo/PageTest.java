package io.github.dynamosessions.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dynamosessions.demo.Visitor.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PageTest {

    @RegisterExtension
    private static final RunningDemo DEMO = new RunningDemo("--port=0");

    private final Visitor visitor = DEMO.newVisitor();

    @Test
    void reloadHopsToAnotherNodeWhileTheSessionStays() throws IOException {
        visitor.put("/api/session/attributes/name", "\"Ada\"");

        JsonNode first = state(visitor.get("/"));
        JsonNode second = state(visitor.get("/"));

        assertThat(Stream.of(first, second).map(state -> state.get("node").asText()))
                .containsExactlyInAnyOrder("node-1", "node-2");
        assertThat(first.at("/session/id").asText())
                .isNotEmpty()
                .isEqualTo(second.at("/session/id").asText());
        assertThat(second.at("/session/attributes")).hasToString("{\"name\":\"Ada\"}");
    }

    @Test
    void pageCreatesNoSession() throws IOException {
        Answer page = visitor.get("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Set-Cookie")).isEmpty();
        assertThat(state(page).get("session").isNull()).isTrue();
    }

    @Test
    void pageKnowsTheRequestThatItCameWith() throws IOException {
        Answer page = visitor.get("/");

        assertThat(state(page).get("request").asText()).isNotEmpty().isEqualTo(page.header("X-Demo-Request"));
        assertThat(visitor.get("/api/operations/" + page.header("X-Demo-Request"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void attributeCannotBreakOutOfThePage() throws IOException {
        String attack = "</script><script>alert(1)</script><!-- @STATE@";
        visitor.put("/api/session/attributes/a", JsonBody.JSON.writeValueAsString(attack));

        Answer page = visitor.get("/");

        assertThat(page.body()).doesNotContain("alert(1)</script>").doesNotContain("<!--");
        assertThat(state(page).at("/session/attributes/a").asText()).isEqualTo(attack);
    }

    @Test
    void pageNeedsNothingButItself() {
        String html = visitor.get("/").body();

        assertThat(matches(html, "(?:src|href|action)\\s*=\\s*[\"']?([^\"'\\s>]*)"))
                .isNotEmpty()
                .allMatch(target -> target.startsWith("data:"));
        assertThat(html).doesNotContain("url(", "@import", "import(", "https://", "//cdn", "innerHTML");
    }

    @Test
    void browserMayRunNothingButThePagesOwnScriptAndStyle() {
        Answer page = visitor.get("/");

        assertThat(page.header("Content-Security-Policy"))
                .isEqualTo("default-src 'none'; script-src 'sha256-" + hash(page, "script") + "'; style-src 'sha256-"
                        + hash(page, "style") + "'; img-src data:; connect-src 'self'; base-uri 'none';"
                        + " form-action 'none'; frame-ancestors 'none'");
        assertThat(matches(page.body(), "\\s(on[a-z]+|style)\\s*=\\s*[\"']")).isEmpty();
    }

    private static JsonNode state(Answer page) throws IOException {
        return JsonBody.JSON.readTree(
                matches(page.body(), "<script id=\"state\" type=\"application/json\">(.*?)</script>")
                        .get(0));
    }

    private static String hash(Answer page, String element) {
        String content =
                matches(page.body(), "<" + element + ">(.*?)</" + element + ">").get(0);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> matches(String html, String pattern) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(html)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
