package io.github.dynamosessions.internal.attribute;

import static io.github.dynamosessions.internal.attribute.Codecs.allowing;
import static io.github.dynamosessions.internal.attribute.Codecs.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnstorableAttributeException;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The allow-list that docs/operations.md recommends lets through what sessions are made of. */
class AllowListOfTheDocsTest {

    private static final Path DOCS = Path.of("../docs/operations.md");
    private static final String VARIABLE = "DYNAMO_SESSION_ALLOWED_CLASSES=";

    enum Shipping {
        EXPRESS
    }

    record Line(String article, BigDecimal price, Integer[] sizes) implements Serializable {}

    static final class Cart implements Serializable {
        private static final long serialVersionUID = 1;

        private final Map<String, Object> content = new HashMap<>();

        Cart put(String name, Object value) {
            content.put(name, value);
            return this;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Cart cart && content.equals(cart.content);
        }

        @Override
        public int hashCode() {
            return content.hashCode();
        }
    }

    static Stream<Arguments> values() {
        Cart cart = new Cart()
                .put("line", new ArrayList<>(List.of(Shipping.EXPRESS)))
                .put("until", LocalDate.EPOCH);
        return Stream.<Object>of(
                        new ArrayList<>(List.of(cart)),
                        new HashMap<>(Map.of("cart", cart, "total", 1.5, "count", 3)),
                        new Cart[] {cart},
                        LocalDate.EPOCH,
                        new BigDecimal("19.90"),
                        Shipping.EXPRESS,
                        List.of(Map.of("a", Set.of('b')), Map.of("c", 1, "d", 2L)),
                        new TreeMap<>(Map.of("a", new Date(0))),
                        new LinkedHashSet<>(List.of(UUID.fromString("8c1f6e0e-3c53-4e0f-a2b6-6a1d9a3c1f00"))))
                .map(value -> Arguments.of(new Object[] {value}));
    }

    @ParameterizedTest
    @MethodSource("values")
    void whatSessionsAreMadeOfIsStoredAndReadUnderIt(Object value) throws IOException {
        assertThat(roundTrip(allowing(patterns()), value)).isEqualTo(value);
    }

    @Test
    void aRecordTooWithWhatItHolds() throws IOException {
        Line line = new Line("pen", BigDecimal.TEN, new Integer[] {1, 2});
        assertThat(roundTrip(allowing(patterns()), line))
                .usingRecursiveComparison()
                .isEqualTo(line);
    }

    @Test
    void whatIsElsewhereIsRefusedByName() throws IOException {
        String[] patterns = patterns();
        assertThatExceptionOfType(UnstorableAttributeException.class)
                .isThrownBy(() -> allowing(patterns).encode("a", new ArrayList<>(List.of(URI.create("urn:a:b")))))
                .withMessageEndingWith(" java.net.URI is not among allowedClasses");
    }

    private static String[] patterns() throws IOException {
        String line = Files.readAllLines(DOCS).stream()
                .filter(text -> text.startsWith(VARIABLE))
                .findFirst()
                .orElseThrow();
        String[] patterns = line.substring(VARIABLE.length()).split(",");
        assertThat(patterns[0]).isEqualTo("com.shop.**");
        patterns[0] = AllowListOfTheDocsTest.class.getPackageName() + ".**";
        return patterns;
    }
}
