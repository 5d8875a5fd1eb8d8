package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.UnwriteableSessionDataException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of attributes are the application's, not DynamoDB's. */
class AttributeNamesTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = Node.start(
                existing(dynamoDb.client(), dynamoDb.newTable("sessionId")).build());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    static List<String> names() {
        return List.of(
                "user",
                "name",
                "status",
                "SET",
                "attributes",
                "sessionId",
                "expires",
                "long",
                "#0",
                "#m",
                ":0",
                "a.b.c",
                ".",
                "list[0]",
                "it's",
                "\"quoted\"",
                "back\\slash",
                " ",
                "line\nbreak",
                "\u0000",
                "käse",
                "ka\u0308se",
                "漢字😀",
                "x".repeat(255),
                "x".repeat(256),
                "é".repeat(255),
                "x".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("names")
    void anyNameCanBeCreatedChangedAndRemoved(String name) throws Exception {
        node.create("id", Map.of(name, 1));
        assertThat(node.attributes("id")).containsExactly(Map.entry(name, 1));
        node.set("id", name, 2);
        assertThat(node.attributes("id")).containsExactly(Map.entry(name, 2));
        node.set("id", name, null);
        assertThat(node.attributes("id")).isEmpty();
        node.set("id", name, "again");
        assertThat(node.attributes("id")).containsExactly(Map.entry(name, "again"));
    }

    @Test
    void allOfThemTogetherStayApart() throws Exception {
        Map<String, Integer> expected = new HashMap<>();
        names().forEach(name -> expected.put(name, expected.size()));
        node.create("id", Map.of());
        SessionData data = node.store().load("id");
        expected.forEach(data::setAttribute);
        node.store().store("id", data);
        assertThat(node.attributes("id")).isEqualTo(expected);
    }

    /** DynamoDB takes no empty name; one with half a character it takes, but no client can read the item again. */
    @ParameterizedTest
    @ValueSource(strings = {"", "cut \uD83D", "\uDE00"})
    void anEmptyNameAndOneThatIsNoUnicodeAreRefusedBeforeAnythingIsWritten(String name) throws Exception {
        node.create("id", Map.of("a", 1));
        SessionData data = node.store().load("id");
        data.setAttribute("a", 2);
        data.setAttribute(name, 3);
        assertThatExceptionOfType(UnwriteableSessionDataException.class)
                .isThrownBy(() -> node.store().store("id", data))
                .havingCause()
                .withMessage("session attribute '" + name + "' of java.lang.Integer cannot be stored:"
                        + " java.lang.IllegalArgumentException: its name is empty or no valid Unicode");
        assertThat(node.attributes("id")).containsExactly(Map.entry("a", 1));
    }

    @Test
    void aTextThatIsNoUnicodeIsAValueLikeAnyOther() throws Exception {
        node.create("id", Map.of("a", "cut \uD83D"));
        assertThat(node.attributes("id")).containsExactly(Map.entry("a", "cut \uD83D"));
        node.set("id", "b", "\uDE00 cut");
        assertThat(node.attributes("id")).containsEntry("b", "\uDE00 cut");
    }
}
