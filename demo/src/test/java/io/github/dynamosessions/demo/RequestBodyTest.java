package io.github.dynamosessions.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.demo.Visitor.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Through the front, so that it is seen to pass on bodies and answers as they are. */
class RequestBodyTest {

    private static final int EIGHT_MEGABYTES = 8 * 1024 * 1024;

    @RegisterExtension
    private static final RunningDemo DEMO = new RunningDemo("--port=0");

    private final Visitor visitor = DEMO.newVisitor();

    @Test
    void bodyOfEightMegabytesIsAccepted() {
        Answer answer = visitor.put("/api/session/attributes/a", padded(EIGHT_MEGABYTES));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(visitor.get("/api/session").json().at("/attributes/a").asInt())
                .isEqualTo(7);
    }

    @Test
    void largerBodyIsRefusedWithTheLimit() {
        assertTooLarge(visitor.put("/api/session/attributes/a", padded(EIGHT_MEGABYTES + 1)));
        assertTooLarge(visitor.put("/api/session/attributes/a", padded(3 * EIGHT_MEGABYTES)));
    }

    @Test
    void largerBodyOfUnknownLengthIsRefusedWithTheLimit() {
        byte[] body = padded(EIGHT_MEGABYTES + 1).getBytes(StandardCharsets.US_ASCII);

        assertTooLarge(visitor.send(
                "PUT",
                "/api/session/attributes/a",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "''|the body must be a JSON value, was empty",
                "' '|the body must be a JSON value, was empty",
                "{\"a\":1|broken JSON at line 1, column 7: Unexpected end-of-input",
                "{\"a\":[}|broken JSON at line 1, column 7: Unexpected close marker '}'",
                "Ada|broken JSON at line 1, column 4: Unrecognized token 'Ada'",
                "1 2|broken JSON at line 1, column 3: more than one value",
                "1e400|a number is beyond the range of a double",
                "{\"a\":[\"\\ud800\"]}|a string has half of a surrogate pair, which is no character"
            })
    void brokenBodyIsRefusedWithAReason(String body, String reason) {
        Answer answer = visitor.put("/api/session/attributes/a", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.error()).startsWith(reason).doesNotContain("Source", "jackson", "`");
        assertThat(visitor.get("/api/session").status()).isEqualTo(404);
    }

    @Test
    void bodyThatIsNotUtf8IsRefused() {
        Answer answer = visitor.send("PUT", "/api/session/attributes/a", BodyPublishers.ofByteArray(new byte[] {
            '"', 'a', (byte) 0xFF, 'b', '"'
        }));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains("Invalid UTF-8");
    }

    @Test
    void whatIsNestedAsDeeplyAsAllowedComesBack() {
        String deepest = "[".repeat(500) + "]".repeat(500);

        assertThat(visitor.put("/api/session/attributes/a", deepest).status()).isEqualTo(204);
        assertThat(visitor.get("/api/session").body()).contains(deepest);

        assertThat(visitor.put("/api/session/attributes/a", "[" + deepest + "]").error())
                .isEqualTo("broken JSON: Document nesting depth (501) exceeds the maximum allowed (500)");
    }

    @Test
    void unknownPathIsAnsweredInJson() {
        assertThat(visitor.get("/api/nothing").status()).isEqualTo(404);
        assertThat(visitor.get("/api/nothing").error()).isEqualTo("Endpoint GET /api/nothing not found");
    }

    @Test
    void wrongMethodIsAnsweredWithTheRightOnes() {
        Answer answer = visitor.post("/api/session/attributes/a", "1");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("PUT", "DELETE");
    }

    @Test
    void pathThatJettyRefusesIsAnsweredInJsonByFrontAndNode() {
        for (Visitor asking :
                List.of(visitor, visitor.at(DEMO.demo().nodes().get(0).url()))) {
            Answer answer = asking.get("/api/session/attributes/%00");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(answer.error()).isEqualTo("Bad Request");
        }
    }

    private static void assertTooLarge(Answer answer) {
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.error()).isEqualTo("the body is larger than 8388608 bytes");
    }

    /** Mostly space, so that it is about the body and not about what a session can hold. */
    private static String padded(int length) {
        return " ".repeat(length - 1) + "7";
    }
}
