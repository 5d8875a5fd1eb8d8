package io.github.dynamosessions.internal.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.internal.item.ChunkWrites;
import io.github.dynamosessions.internal.item.ItemChange;
import io.github.dynamosessions.internal.item.StoredItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The texts that DynamoDB gets, with the names and values in place of the placeholders. */
class UpdateExpressionTest {

    private static final String LIVE = "(expiry = 0 OR expiry > 1000)";

    private static final Map<String, AttributeValue> WRITER = Map.of("lastNode", AttributeValue.fromS("n1"));

    @Test
    void anAttributeWithAVersionIsComparedWithItAndGetsTheNext() {
        UpdateExpression update = of(change(known(Map.of("cart", 11L)), WRITER, Map.of("cart", number(3)), Set.of()));
        assertThat(resolved(update.text(), update))
                .isEqualTo("SET lastNode = n1, version = version + 1, attributes.cart = 3,"
                        + " versions.cart = version + 1");
        assertThat(resolved(update.condition(), update)).isEqualTo(LIVE + " AND versions.cart = 11");
    }

    @Test
    void anAttributeWithoutAVersionIsComparedWithTheBaseVersion() {
        UpdateExpression update = of(change(known(Map.of("cart", 11L)), WRITER, Map.of("user", number(3)), Set.of()));
        assertThat(resolved(update.condition(), update))
                .isEqualTo(LIVE + " AND attribute_not_exists(versions.user) AND baseVersion = 4");
    }

    @Test
    void anAttributeWithoutAVersionIsWrittenToAnItemThatHasDroppedNone() {
        StoredItem known = new StoredItem(Map.of("versions", AttributeValue.fromM(Map.of())));
        UpdateExpression update = of(change(known, WRITER, Map.of("user", number(3)), Set.of()));
        assertThat(resolved(update.condition(), update))
                .isEqualTo(LIVE + " AND attribute_not_exists(versions.user) AND attribute_not_exists(baseVersion)");
    }

    @Test
    void aRemovedAttributeGetsAVersionToo() {
        UpdateExpression update = of(change(known(Map.of("cart", 11L)), WRITER, Map.of(), Set.of("cart")));
        assertThat(resolved(update.text(), update))
                .isEqualTo("SET lastNode = n1, version = version + 1, versions.cart = version + 1"
                        + " REMOVE attributes.cart");
        assertThat(resolved(update.condition(), update)).isEqualTo(LIVE + " AND versions.cart = 11");
    }

    @Test
    void aWriteThatFindsManyVersionsDropsThemForOneOfAll() {
        Map<String, Long> sixteen = new HashMap<>();
        for (long i = 0; i < 16; i++) {
            sixteen.put("a" + i, i + 20);
        }
        UpdateExpression update = of(change(known(sixteen), WRITER, Map.of("a3", number(7)), Set.of()));
        assertThat(resolved(update.text(), update))
                .isEqualTo("SET lastNode = n1, version = version + 1, attributes.a3 = 7, versions = {},"
                        + " baseVersion = version + 1");
        assertThat(resolved(update.condition(), update)).isEqualTo(LIVE + " AND versions.a3 = 23");
    }

    @Test
    void timesAreWrittenUnlessLaterOnesAreStoredOrTheIdleTimeoutIsAnother() {
        UpdateExpression update = of(change(
                known(Map.of()), Map.of("expiry", number(9_000), "maxInactive", number(1_800)), Map.of(), Set.of()));
        assertThat(resolved(update.text(), update))
                .contains("expiry = 9000", "maxInactive = 1800", "version = version + 1")
                .doesNotContain("versions", "attributes");
        assertThat(resolved(update.condition(), update)).isEqualTo(LIVE + " AND expiry <= 9000 AND maxInactive = 1800");
    }

    @Test
    void aSessionThatNeverExpiresReplacesAnyExpiry() {
        UpdateExpression update = of(
                change(known(Map.of()), Map.of("expiry", number(0), "maxInactive", number(1_800)), Map.of(), Set.of()));
        assertThat(resolved(update.condition(), update)).isEqualTo(LIVE + " AND maxInactive = 1800");
    }

    @Test
    void anotherIdleTimeoutIsWrittenToTheItemAsItWasReadAlone() {
        UpdateExpression update = of(change(
                known(Map.of()), Map.of("expiry", number(5_000), "maxInactive", number(60)), Map.of(), Set.of()));
        assertThat(resolved(update.condition(), update)).isEqualTo(LIVE + " AND version = 12");
    }

    @Test
    void aRotationIsComparedWithTheLastOneAndRaisesItsVersion() {
        AttributeValue verifier = AttributeValue.fromB(SdkBytes.fromUtf8String("hash"));
        UpdateExpression update = of(change(known(Map.of()), Map.of("verifier", verifier), Map.of(), Set.of()));
        assertThat(resolved(update.text(), update))
                .isEqualTo("SET verifier = hash, version = version + 1, idVersion = version + 1");
        assertThat(resolved(update.condition(), update)).isEqualTo(LIVE + " AND idVersion = 7");
    }

    @Test
    void metadataThatIsAbsentIsRemoved() {
        UpdateExpression update = of(
                new ItemChange(known(Map.of()), WRITER, Set.of("expires"), Map.of(), Set.of(), ChunkWrites.NONE, true));
        assertThat(resolved(update.text(), update))
                .isEqualTo("SET lastNode = n1, version = version + 1 REMOVE expires");
    }

    @Test
    void namesOfTheApplicationAreNeverPartOfAnExpression() {
        UpdateExpression update =
                of(change(known(Map.of()), WRITER, Map.of("a.b = :x", number(1)), Set.of("#0", "SET")));
        assertThat(update.text()).matches("[A-Z#:0-9., =+]*").doesNotContain("a.b");
        assertThat(update.names()).containsValues("a.b = :x", "#0", "SET");
    }

    /** DynamoDB refuses a placeholder that is not used. */
    @Test
    void everyPlaceholderIsUsed() {
        UpdateExpression update = of(change(known(Map.of("b", 11L)), WRITER, Map.of("a", number(1)), Set.of("b")));
        String texts = update.text() + " " + update.condition() + " ";
        update.names().keySet().forEach(name -> assertThat(texts).containsPattern(name + "\\D"));
        update.values().keySet().forEach(name -> assertThat(texts).containsPattern(name + "\\D"));
    }

    private static UpdateExpression of(ItemChange change) {
        return UpdateExpression.of(change, 1_000);
    }

    private static ItemChange change(
            StoredItem known,
            Map<String, AttributeValue> metadata,
            Map<String, AttributeValue> attributes,
            Set<String> removed) {
        return new ItemChange(known, metadata, Set.of(), attributes, removed, ChunkWrites.NONE, true);
    }

    private static StoredItem known(Map<String, Long> versions) {
        Map<String, AttributeValue> map = new HashMap<>();
        versions.forEach((name, version) -> map.put(name, number(version)));
        return new StoredItem(Map.of(
                "version", number(12),
                "idVersion", number(7),
                "baseVersion", number(4),
                "maxInactive", number(1_800),
                "attributes", AttributeValue.fromM(Map.of()),
                "versions", AttributeValue.fromM(map)));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static String resolved(String text, UpdateExpression update) {
        Map<String, String> plain = new HashMap<>(update.names());
        update.values().forEach((placeholder, value) -> plain.put(placeholder, plain(value)));
        String resolved = text;
        List<String> longestFirst = new ArrayList<>(plain.keySet());
        longestFirst.sort(Comparator.comparing(String::length).reversed());
        for (String placeholder : longestFirst) {
            resolved = resolved.replace(placeholder, plain.get(placeholder));
        }
        return resolved;
    }

    private static String plain(AttributeValue value) {
        return switch (value.type()) {
            case N -> value.n();
            case S -> value.s();
            case B -> value.b().asUtf8String();
            default -> "{}";
        };
    }
}
