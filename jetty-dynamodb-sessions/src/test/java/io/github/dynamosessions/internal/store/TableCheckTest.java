package io.github.dynamosessions.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.internal.dynamo.TableSettings;
import io.github.dynamosessions.internal.dynamo.TableState;
import io.github.dynamosessions.internal.store.TableCheck.Level;
import io.github.dynamosessions.internal.store.TableCheck.Problem;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** States of tables that only DynamoDB itself has. The others: {@code VerifyTableTest}. */
class TableCheckTest {

    private static final TableSettings SETTINGS = new TableSettings("shop", "sessionId", "expires", true, null, null);
    private static final List<TableState.Key> INDEX_KEYS =
            List.of(key("expiryShard", "S"), sortKey("expiryBucket", "N"));
    private static final TableState.Index INDEX =
            new TableState.Index("expiry-index", "ACTIVE", INDEX_KEYS, "KEYS_ONLY");

    @Test
    void aTableThatHasEverythingHasNoProblem() {
        assertThat(problems(table("ACTIVE", "expires", INDEX, null, null))).isEmpty();
        assertThat(problems(table("UPDATING", "expires", INDEX, "STANDARD", null)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CREATING, WARN, table 'shop' is CREATING: sessions are stored when it is ACTIVE",
        "INACCESSIBLE_ENCRYPTION_CREDENTIALS, WARN, table 'shop' is INACCESSIBLE_ENCRYPTION_CREDENTIALS: sessions are"
                + " stored when it is ACTIVE",
        "DELETING, ERROR, 'table ''shop'' is DELETING, must be ACTIVE: use another tableName'",
        "ARCHIVED, ERROR, 'table ''shop'' is ARCHIVED, must be ACTIVE: use another tableName'",
    })
    void aTableThatIsNotActive(String status, Level level, String text) {
        assertThat(problems(table(status, "expires", INDEX, null, null))).containsExactly(new Problem(level, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATING", "DELETING"})
    void anIndexThatIsNotActive(String status) {
        TableState.Index index = new TableState.Index("expiry-index", status, INDEX_KEYS, "KEYS_ONLY");
        assertThat(problems(table("UPDATING", "expires", index, null, null)))
                .containsExactly(new Problem(
                        Level.WARN,
                        "index 'expiry-index' of table 'shop' is " + status
                                + ": expired sessions are found when it is ACTIVE"));
    }

    @Test
    void aTableClassForRareReads() {
        assertThat(problems(table("ACTIVE", "expires", INDEX, "STANDARD_INFREQUENT_ACCESS", null)))
                .containsExactly(new Problem(
                        Level.INFO,
                        "table 'shop' has the class STANDARD_INFREQUENT_ACCESS, in which reads and writes cost more: aws"
                                + " dynamodb update-table --table-name shop --table-class STANDARD"));
    }

    @Test
    void aGlobalTableWithEventualConsistency() {
        assertThat(problems(table("ACTIVE", "expires", INDEX, null, "EVENTUAL")))
                .containsExactly(new Problem(
                        Level.INFO,
                        "table 'shop' is a global table with eventual consistency: a logout or a change in one Region may be"
                                + " undone by a write in another. Send each client to one Region"));
    }

    @Test
    void aGlobalTableWithStrongConsistencyCannotHaveATtl() {
        assertThat(problems(table("ACTIVE", null, INDEX, null, "STRONG")))
                .containsExactly(new Problem(
                        Level.WARN,
                        "table 'shop' has no TTL: sessions that no node ends stay in it. A global table with strong"
                                + " consistency cannot have one: set ttlEnabled=false"));
        assertThat(TableCheck.problems(
                        table("ACTIVE", null, INDEX, null, "STRONG"),
                        new TableSettings("shop", "sessionId", "expires", false, null, null),
                        true,
                        UnaryOperator.identity()))
                .isEmpty();
    }

    @Test
    void anIndexIsNotMissedIfNobodySearchesIt() {
        TableState.Index other = new TableState.Index("other", "ACTIVE", List.of(key("owner", "S")), "ALL");
        assertThat(TableCheck.problems(
                        table("ACTIVE", "expires", other, null, null), SETTINGS, false, UnaryOperator.identity()))
                .isEmpty();
    }

    /** Each is stored in one type, of which an index may have a key or none. */
    @ParameterizedTest
    @FieldSource("io.github.dynamosessions.internal.item.ItemSchema#RESERVED_NAMES")
    void anIndexWhoseKeyHasAnotherTypeThanTheItemsRefusesThem(String name) {
        List<Level> levels = Stream.of("S", "N", "B")
                .map(type -> new TableState.Index("other", "ACTIVE", List.of(key(name, type)), "ALL"))
                .flatMap(index -> TableCheck.problems(
                        table("ACTIVE", "expires", index, null, null), SETTINGS, false, UnaryOperator.identity())
                        .stream())
                .map(Problem::level)
                .toList();
        assertThat(levels).hasSizeBetween(2, 3).containsOnly(Level.ERROR);
    }

    /** Names of 255 characters, and options as properties of Jetty. */
    @ParameterizedTest
    @ValueSource(strings = {"ACTIVE", "CREATING", "DELETING"})
    void eachProblemIsOneLineOfAtMost300Characters(String status) {
        String name = "n\\n".repeat(85);
        TableSettings settings = new TableSettings(name, name + "1", name + "2", true, null, null);
        List<TableState.Key> wrong = List.of(key(name, "N"), sortKey(name + "3", "B"));
        for (String index : List.of("expiry-index", name)) {
            for (String ttlKey : new String[] {null, name, "created"}) {
                TableState table = new TableState(
                        name,
                        status,
                        wrong,
                        ttlKey,
                        List.of(
                                new TableState.Index(index, status, wrong, "INCLUDE"),
                                new TableState.Index(name, status, List.of(key("ended", "N")), "ALL")),
                        "STANDARD_INFREQUENT_ACCESS",
                        "EVENTUAL",
                        0,
                        0,
                        false,
                        0,
                        0);
                List<Problem> problems =
                        TableCheck.problems(table, settings, true, option -> "jetty.session.dynamodb." + option);
                assertThat(problems).hasSizeGreaterThan(6).allSatisfy(TableCheckTest::isALine);
            }
        }
        isALine(TableCheck.missing(settings, option -> "jetty.session.dynamodb." + option));
        isALine(TableCheck.mismatch(settings, option -> "jetty.session.dynamodb." + option));
    }

    private static void isALine(Problem problem) {
        assertThat(problem.text()).hasSizeLessThanOrEqualTo(300).doesNotContainPattern("\\p{Cntrl}");
    }

    private static List<Problem> problems(TableState table) {
        return TableCheck.problems(table, SETTINGS, true, UnaryOperator.identity());
    }

    private static TableState table(
            String status, String ttlKey, TableState.Index index, String tableClass, String replication) {
        return new TableState(
                "shop",
                status,
                List.of(key("sessionId", "S")),
                ttlKey,
                List.of(index),
                tableClass,
                replication,
                0,
                0,
                false,
                0,
                0);
    }

    private static TableState.Key key(String name, String type) {
        return new TableState.Key(name, type, false);
    }

    private static TableState.Key sortKey(String name, String type) {
        return new TableState.Key(name, type, true);
    }
}
