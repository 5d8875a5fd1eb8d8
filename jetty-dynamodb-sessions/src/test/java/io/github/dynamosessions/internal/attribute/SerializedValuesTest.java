package io.github.dynamosessions.internal.attribute;

import static io.github.dynamosessions.internal.attribute.Codecs.JAVA;
import static io.github.dynamosessions.internal.attribute.Codecs.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class SerializedValuesTest {

    record Line(String article, int count) implements Serializable {}

    record Cart(List<Line> lines, Map<String, Set<Line>> gifts, Line[] wishes) implements Serializable {}

    enum Role {
        USER,
        ADMIN {
            @Override
            boolean mayDelete() {
                return true;
            }
        };

        boolean mayDelete() {
            return false;
        }
    }

    /** Wrapped, since JUnit would take an array for several parameters. */
    static Stream<Arguments> values() {
        return Stream.<Object>of(
                        'c',
                        (byte) 1,
                        (short) 2,
                        1.5f,
                        Double.NaN,
                        new BigDecimal("1.50"),
                        new Line("pen", 3),
                        Role.USER,
                        Role.ADMIN,
                        UUID.fromString("8c1f6e0e-3c53-4e0f-a2b6-6a1d9a3c1f00"),
                        new Date(0),
                        Instant.EPOCH,
                        Duration.ofNanos(1),
                        LocalDate.of(2026, 2, 28),
                        ZonedDateTime.parse("2026-03-29T02:30:00+02:00[Europe/Berlin]"),
                        List.of(),
                        List.of(1, 2L, "three"),
                        Arrays.asList(1, null),
                        new ArrayList<>(List.of("a", "b")),
                        new TreeMap<>(Map.of("b", List.of(Role.ADMIN), "a", List.of())),
                        new HashMap<>(Map.of("nested", new ArrayList<>(List.of(Map.of(1, Set.of('x')))))),
                        new ConcurrentHashMap<>(Map.of(1, 2)),
                        new EnumMap<>(Map.of(TimeUnit.DAYS, Role.USER)),
                        new int[] {1, -1},
                        new int[0],
                        new String[] {"a", null},
                        new Line[] {new Line("ink", 1)},
                        new Object[] {1, "x", new long[][] {{1}, {}}},
                        String.class,
                        int.class)
                .map(value -> Arguments.of(new Object[] {value}));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valueComesBackEqualAndWithItsExactClass(Object value) {
        Object back = roundTrip(value);
        assertThat(back).isEqualTo(value);
        assertThat(back.getClass()).isEqualTo(value.getClass());
    }

    @ParameterizedTest
    @MethodSource("values")
    void headerByteSaysThatJavaWroteIt(Object value) {
        assertThat(JAVA.encode("a", value).b().asByteArray()).startsWith(1).hasSizeGreaterThan(2);
    }

    @Test
    void nestedValuesComeBackWhole() {
        Line pen = new Line("pen", 1);
        Cart cart = new Cart(List.of(pen), Map.of("xmas", Set.of(pen)), new Line[] {pen, null});
        assertThat(roundTrip(cart)).usingRecursiveComparison().isEqualTo(cart);
    }

    @Test
    void anOrderThatMattersIsKept() {
        Map<String, Integer> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("a", 2);
        assertThat(roundTrip(map)).hasToString("{z=1, a=2}");
    }

    @Test
    void theSameValueHasTheSameStoredForm() {
        AttributeValue first = JAVA.encode("a", new Cart(List.of(), Map.of(), new Line[0]));
        assertThat(JAVA.encode("a", new Cart(List.of(), Map.of(), new Line[0]))).isEqualTo(first);
    }

    @Test
    void aReferenceToItselfSurvives() {
        List<Object> loop = new ArrayList<>();
        loop.add(loop);
        List<?> back = (List<?>) roundTrip(loop);
        assertThat(back.get(0)).isSameAs(back);
    }
}
