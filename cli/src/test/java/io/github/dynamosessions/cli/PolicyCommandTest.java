package io.github.dynamosessions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dynamosessions.internal.item.ChunkLayout;
import io.github.dynamosessions.internal.item.ChunkReference;
import io.github.dynamosessions.internal.item.ItemSchema;
import io.github.dynamosessions.internal.item.SessionScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;

class PolicyCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern STATEMENT = Pattern.compile("```json\\n(\\{.*?})\\n```", Pattern.DOTALL);

    @Test
    void statementsAreThoseOfTheDocumentation() throws Exception {
        List<JsonNode> documented = new ArrayList<>();
        Matcher statements = STATEMENT.matcher(Files.readString(Path.of("../docs/iam.md")));
        while (statements.find()) {
            documented.add(JSON.readTree(statements.group(1)));
        }

        List<JsonNode> printed = new ArrayList<>();
        policy("--auto-create-table=true").forEach(printed::add);
        policy("--key-prefix=shop-").forEach(printed::add);
        policy("--command-line").forEach(printed::add);

        assertThat(printed).containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void anApplicationWithDefaultOptionsServesAndFindsExpiredSessions() throws Exception {
        assertThat(sids()).containsExactly("ServeSessions", "FindExpiredSessions");
    }

    @Test
    void whatAnOptionTurnsOffNeedsNoRight() throws Exception {
        assertThat(sids("--expiry-events=false")).containsExactly("ServeSessions");
    }

    /** What the keys are, the library says: an item that its store has written is allowed, and no other. */
    @Test
    void aPrefixAllowsTheKeysOfItsApplicationAlone() throws Exception {
        String prefix = "a*b?c$";
        List<String> items = keys("ServeSessions", "--key-prefix=" + prefix);
        List<String> shards = keys("FindExpiredSessions", "--key-prefix=" + prefix);

        assertThat(items).containsExactly("a${*}b${?}c${$}/*", "a${*}b${?}c${$}chunk|*");
        assertThat(shards).containsExactlyElementsOf(ItemSchema.expiryShards("a${*}b${?}c${$}"));
        assertThat(keys("AdministerSessions", "--command-line", "--key-prefix=" + prefix))
                .isEqualTo(items);
        assertThat(new SessionScope("shop", "/cart", "0.0.0.0").key("id")).startsWith("shop/");
        assertThat(new ChunkLayout(new ItemSchema("sessionId", "expires"), "shop")
                        .keys(new ChunkReference("id", 1, 1, SdkBytes.fromUtf8String(""), 1)))
                .allMatch(key -> key.startsWith("shopchunk|"));
    }

    @Test
    void withoutAPrefixNoKeyIsNamed() throws Exception {
        assertThat(CliRun.in(Map.of(), "policy").out()).doesNotContain("Condition");
    }

    @Test
    void optionsComeFromTheEnvironmentToo() throws Exception {
        CliRun run = CliRun.in(
                Map.of("DYNAMO_SESSION_AUTO_CREATE_TABLE", "true", "DYNAMO_SESSION_TABLE_NAME", "shop"), "policy");

        JsonNode statements = JSON.readTree(run.out()).get("Statement");
        assertThat(statements).hasSize(3);
        assertThat(statements.get(2).get("Resource").asText()).isEqualTo("arn:aws:dynamodb:*:*:table/shop");
    }

    @Test
    void aRegionIsOfItsPartition() {
        assertThat(CliRun.in(Map.of("DYNAMO_SESSION_REGION", " us-gov-west-1"), "policy")
                        .out())
                .contains("arn:aws-us-gov:dynamodb:us-gov-west-1:");
        assertThat(CliRun.in(Map.of(), "policy", "--region=cn-north-1").out())
                .contains("arn:aws-cn:dynamodb:cn-north-1:");
    }

    @Test
    void anAccountIsTwelveDigits() {
        assertThat(CliRun.in(Map.of(), "policy", "--account=12")
                        .endsWith(ExitCode.USAGE)
                        .err())
                .startsWith("--account must be 12 digits, was '12'");
    }

    @Test
    void anOptionIsTrueOrFalse() {
        assertThat(CliRun.in(Map.of(), "policy", "--expiry-events=no")
                        .endsWith(ExitCode.USAGE)
                        .err())
                .startsWith("--expiry-events must be true or false, was 'no'");
    }

    private static List<String> keys(String sid, String... flags) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("policy"));
        arguments.addAll(List.of(flags));
        CliRun run = CliRun.in(Map.of(), arguments.toArray(String[]::new)).endsWith(ExitCode.OK);
        for (JsonNode statement : JSON.readTree(run.out()).get("Statement")) {
            if (statement.get("Sid").asText().equals(sid)) {
                List<String> keys = new ArrayList<>();
                statement
                        .at("/Condition/ForAllValues:StringLike/dynamodb:LeadingKeys")
                        .forEach(key -> keys.add(key.asText()));
                return keys;
            }
        }
        throw new AssertionError("no statement " + sid + " in " + run.out());
    }

    private static JsonNode policy(String flag) throws Exception {
        CliRun run = CliRun.in(Map.of(), "policy", "--region=eu-central-1", "--account=123456789012", flag);
        return JSON.readTree(run.endsWith(ExitCode.OK).out()).get("Statement");
    }

    private static List<String> sids(String... flags) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("policy"));
        arguments.addAll(List.of(flags));
        CliRun run = CliRun.in(Map.of(), arguments.toArray(String[]::new)).endsWith(ExitCode.OK);
        return JSON.readTree(run.out()).get("Statement").findValuesAsText("Sid");
    }
}
