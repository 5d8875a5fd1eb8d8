package io.github.dynamosessions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class SessionCommandTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final String table = dynamoDb.newTable("sessionId");
    private RealStore store;

    @BeforeEach
    void start() throws Exception {
        store = new RealStore(
                DynamoSessionOptions.builder()
                        .client(dynamoDb.client())
                        .tableName(table)
                        .build(),
                "/");
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void nativeValuesAreShownAndOthersNamed() throws Exception {
        String id = store.create(Map.of(
                        "user",
                        "ada",
                        "items",
                        3,
                        "total",
                        129_900L,
                        "member",
                        true,
                        "bytes",
                        new byte[5],
                        "cart",
                        new ArrayList<>(List.of(1)),
                        "trap",
                        new Trap()))
                .id();
        Trap.armed = true;

        JsonNode attributes =
                session("show", id, "--json").endsWith(ExitCode.OK).json().get("attributes");

        assertThat(attributes.get("user").toString()).isEqualTo("{\"type\":\"String\",\"value\":\"ada\"}");
        assertThat(attributes.get("items").toString()).isEqualTo("{\"type\":\"Integer\",\"value\":3}");
        assertThat(attributes.get("total").toString()).isEqualTo("{\"type\":\"Long\",\"value\":129900}");
        assertThat(attributes.get("member").toString()).isEqualTo("{\"type\":\"Boolean\",\"value\":true}");
        assertThat(attributes.get("bytes").toString()).isEqualTo("{\"type\":\"byte[]\",\"bytes\":5}");
        assertThat(attributes.get("cart").get("type").asText()).isEqualTo("java.util.ArrayList");
        assertThat(attributes.get("trap").get("type").asText()).isEqualTo(Trap.class.getName());
    }

    @Test
    void whatTheStoreHasCompressedOrPutInChunkItemsIsShownByItsKindAndSize() throws Exception {
        byte[] random = new byte[20_000];
        new Random(1).nextBytes(random);
        String id = store.create(Map.of("letter", "dear ".repeat(1_000), "zeros", new byte[5_000], "picture", random))
                .id();

        JsonNode attributes =
                session("show", id, "--json").endsWith(ExitCode.OK).json().get("attributes");

        assertThat(attributes.get("letter").get("type").asText()).isEqualTo("String, compressed");
        assertThat(attributes.get("letter").get("bytes").asInt()).isBetween(1, 500);
        assertThat(attributes.get("zeros").get("type").asText()).isEqualTo("byte[], compressed");
        assertThat(attributes.get("picture").toString()).isEqualTo("{\"type\":\"in chunk items\",\"bytes\":20001}");
        assertThat(session("show", id).out()).containsPattern("picture\\s+in chunk items\\s+20001 bytes");
    }

    @Test
    void aSessionIsShownWithItsTimes() throws Exception {
        String id = store.create(Map.of("user", "ada")).id();

        JsonNode shown = session("show", id, "--json").json();

        SessionData data = store.store().load(id);
        assertThat(shown.get("id").asText()).isEqualTo(id);
        assertThat(shown.get("created").asText())
                .isEqualTo(Instant.ofEpochMilli(data.getCreated()).toString());
        assertThat(shown.get("authenticated").isNull()).isTrue();
        assertThat(shown.get("version").asInt()).isEqualTo(1);
        assertThat(shown.get("maxInactive").asText()).isEqualTo("PT30M");
        assertThat(shown.get("expired").asBoolean()).isFalse();
        assertThat(shown.get("format").asInt()).isEqualTo(1);
        assertThat(session("show", id).out()).containsPattern("user\\s+String\\s+ada");
    }

    @Test
    void jsonIsPlainAscii() throws Exception {
        String id = store.create(Map.of("user", "\u00c4da")).id();

        CliRun run = session("show", id, "--json");

        assertThat(run.out()).contains("\\u00C4da");
        assertThat(new ObjectMapper()
                        .readTree(run.out())
                        .at("/attributes/user/value")
                        .asText())
                .isEqualTo("\u00c4da");
    }

    @Test
    void aBrokenSessionIsShownAsFarAsItCanBe() {
        new SampleItems(dynamoDb.client(), table)
                .put(Map.of(
                        "sessionId", AttributeValue.fromS("/|0.0.0.0|broken"),
                        "attributes", AttributeValue.fromM(Map.of("list", AttributeValue.fromL(List.of())))));

        assertThat(session("show", "broken").endsWith(ExitCode.OK).out())
                .containsPattern("created\\s+-")
                .containsPattern("list\\s+unknown, stored as L");
    }

    @Test
    void aDeletedSessionIsGoneAndNoLateWriteBringsItBack() throws Exception {
        String id = store.create(Map.of()).id();
        SessionData late = store.store().load(id);

        assertThat(session("delete", id, "--json").endsWith(ExitCode.OK).json().toString())
                .isEqualTo("{\"deleted\":true}");
        late.setAttribute("late", 1);
        store.store().store(id, late);

        assertThat(store.store().load(id)).isNull();
    }

    @Test
    void anIdFromBeforeARotationIsNoSession() throws Exception {
        RealStore.Client before = store.create(Map.of());
        RealStore.Client after = store.rotate(before);

        session("show", before.id()).endsWith(ExitCode.PROBLEM);
        session("delete", before.id()).endsWith(ExitCode.PROBLEM);
        assertThat(session("show", after.id(), "--json")
                        .endsWith(ExitCode.OK)
                        .json()
                        .get("authenticated")
                        .isNull())
                .isFalse();
        session("delete", after.id()).endsWith(ExitCode.OK);

        assertThat(store.store().load(after.id())).isNull();
    }

    @Test
    void anIdMayBeginWithAHyphen() {
        for (String id : List.of("-hX7-Bn4eUo9cGh2.x0RkV8", "--y7-Bn4eUo9cGh2.-0RkV8", "-.r")) {
            new SampleItems(dynamoDb.client(), table).session(id);

            session("show", id).endsWith(ExitCode.OK);
            session("delete", id, "--json").endsWith(ExitCode.OK);
        }
        assertThat(session("show", "--jsn", "some.id").endsWith(ExitCode.USAGE).err())
                .startsWith("Unknown option: '--jsn'");
    }

    @Test
    void theValueOfACookieIsRefusedAndNotRepeated() throws Exception {
        RealStore.Client client = store.create(Map.of());

        for (String command : new String[] {"show", "delete"}) {
            CliRun run = session(command, client.cookie()).endsWith(ExitCode.USAGE);
            assertThat(run.err())
                    .startsWith("ID must be the session's public ID, but this is the value of a cookie, which opens the"
                            + " session: omit '~' and everything after it")
                    .doesNotContain(client.cookie());
            assertThat(run.out()).isEmpty();
        }
        assertThat(store.store().load(client.id())).isNotNull();
    }

    @Test
    void whatVerifiesTheCookieIsNotShown() {
        new SampleItems(dynamoDb.client(), table).session("some.r1");

        for (CliRun run : List.of(session("show", "some.r1"), session("show", "some.r1", "--json"))) {
            assertThat(run.endsWith(ExitCode.OK).out())
                    .contains("some.r1")
                    .doesNotContain("verifier", SampleItems.VERIFIER, "MDEyMzQ1Njc4OWFiY2RlZj");
        }
    }

    @Test
    void aTombstoneIsNoSession() {
        new SampleItems(dynamoDb.client(), table).tombstone("ended");

        session("show", "ended.rrrrrr").endsWith(ExitCode.PROBLEM);
        session("delete", "ended.rrrrrr").endsWith(ExitCode.PROBLEM);
    }

    @Test
    void aMissingTableIsAProblem() {
        for (String command : new String[] {"show", "delete"}) {
            CliRun run = CliRun.on(dynamoDb.endpoint(), "session", command, "some.id", "--table", "no-such-table");
            assertThat(run.endsWith(ExitCode.PROBLEM).err().lines()).hasSize(1);
        }
    }

    @Test
    void aMissingSessionIsAProblemAndItsIdIsNotRepeated() {
        for (String command : new String[] {"show", "delete"}) {
            CliRun run = session(command, "secret-id").endsWith(ExitCode.PROBLEM);
            assertThat(run.err())
                    .isEqualToIgnoringNewLines(
                            "no such session in table '" + table + "', of context '/' and virtual host '0.0.0.0'");
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void aSessionOfAnotherContextIsFoundThere() throws Exception {
        DynamoSessionOptions options = DynamoSessionOptions.builder()
                .client(dynamoDb.client())
                .tableName(table)
                .keyPrefix("eu")
                .build();
        String id;
        try (RealStore shop = new RealStore(options, "/shop")) {
            id = shop.create(Map.of()).id();
        }

        session("show", id).endsWith(ExitCode.PROBLEM);
        session("show", id, "--key-prefix=eu", "--context-path=/shop").endsWith(ExitCode.OK);
        session("show", id, "--key-prefix=eu", "--context-path=/shop", "--virtual-host=a.example")
                .endsWith(ExitCode.PROBLEM);
    }

    private CliRun session(String... arguments) {
        return CliRun.on(
                dynamoDb.endpoint(),
                Stream.concat(Stream.of("session", "--table", table), Arrays.stream(arguments))
                        .toArray(String[]::new));
    }

    /** Throws when it is deserialized, once it is armed: what cannot be read is not stored. */
    private static final class Trap implements Serializable {
        private static final long serialVersionUID = 1;

        private static volatile boolean armed;

        private Object readResolve() {
            if (armed) {
                throw new IllegalStateException("deserialized");
            }
            return this;
        }
    }
}
