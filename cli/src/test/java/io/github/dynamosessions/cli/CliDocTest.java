package io.github.dynamosessions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.DynamoDbEmbedded;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Runs every command of {@code docs/cli.md} in its order; {@code target/cli.md} then is the page with what came out. */
class CliDocTest {

    private static final Path PAGE = Path.of("../docs/cli.md");
    private static final String PROGRAM = "java -jar jetty-dynamodb-sessions-cli.jar";
    private static final Pattern CONSOLE = Pattern.compile(
            "(?<=```console\\n\\$ " + Pattern.quote(PROGRAM) + " )([^\\n]*)\\n(.*?)(?=```)", Pattern.DOTALL);
    private static final Pattern TYPED = Pattern.compile("(?:to continue:|\\[y/N]) (\\S+)\\n");

    @Test
    void everyCommandPrintsWhatThePageSays() throws Exception {
        String page = Files.readString(PAGE);
        try (DynamoDbEmbedded dynamoDb = DynamoDbEmbedded.start();
                DynamoDbClient client = dynamoDb.newClient()) {
            Map<String, String> environment =
                    Map.of("DYNAMO_SESSION_ENDPOINT", dynamoDb.endpoint().toString());
            String printed = CONSOLE.matcher(page).replaceAll(block -> {
                String output = run(environment, block);
                if (block.group(1).equals("table create")) {
                    fill(new SampleItems(client, "sessions"));
                }
                return Matcher.quoteReplacement(block.group(1) + "\n" + output);
            });
            printed = printed.replace("bytes: 788", "bytes: 789"); // a second that ends in two zeros needs a byte less
            Files.writeString(Path.of("target/cli.md"), printed);
            assertThat(printed).isEqualTo(page);
        }
    }

    @Test
    void everyCommandIsOnThePage() throws Exception {
        String page = Files.readString(PAGE);
        for (String command : new String[] {
            "table create",
            "table describe",
            "table verify",
            "table delete",
            "policy",
            "template cloudformation",
            "template terraform",
            "session show",
            "session delete",
            "sessions count",
            "sessions list"
        }) {
            assertThat(page).contains("$ " + PROGRAM + " " + command);
        }
    }

    private static String run(Map<String, String> environment, MatchResult block) {
        Matcher typed = TYPED.matcher(block.group(2));
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(screen, true, StandardCharsets.UTF_8);
        BufferedReader answers = typed.find() ? new Echo(typed.group(1), both) : null;
        new Cli(environment, new Terminal(both, both, answers))
                .run(block.group(1).split(" "));
        return screen.toString(StandardCharsets.UTF_8).replaceAll("(?m)^\\.\\.\\. .*\\n", "");
    }

    private static void fill(SampleItems items) {
        items.session(
                "mX3vQ8tZr1Lw0aKp.J5s_2d",
                Map.of(
                        "user", AttributeValue.fromS("ada"),
                        "items", AttributeValue.fromN("3"),
                        "total", AttributeValue.fromM(Map.of("long", AttributeValue.fromN("129900"))),
                        "cart", AttributeValue.fromB(SdkBytes.fromByteArray(serializedList()))));
        items.session("Ty7-Bn4eUo9cGh2W.x0RkV8");
        items.expiredSession("c6FjYz_5iD1sNq3E.M9tPa4");
    }

    /** The header byte, the class loader's, and the beginning of an object stream. */
    private static byte[] serializedList() {
        String hex = "0101aced00057372" + "0013" + "6a6176612e7574696c2e41727261794c697374" + "00".repeat(50);
        return HexFormat.of().parseHex(hex);
    }

    /** A person's answer is seen on the screen, too. */
    private static final class Echo extends BufferedReader {
        private final String answer;
        private final PrintStream screen;

        Echo(String answer, PrintStream screen) {
            super(new StringReader(""));
            this.answer = answer;
            this.screen = screen;
        }

        @Override
        public String readLine() {
            screen.println(answer);
            return answer;
        }
    }
}
