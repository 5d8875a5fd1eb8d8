package io.github.dynamosessions.internal.attribute;

import static io.github.dynamosessions.internal.attribute.Codecs.JAVA;
import static io.github.dynamosessions.internal.attribute.Codecs.allowing;
import static io.github.dynamosessions.internal.attribute.Codecs.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnreadableAttributeException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnstorableAttributeException;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class AllowedClassesTest {

    private static final String HANDLER = "io.github.dynamosessions.internal.attribute.AllowedClassesTest$Handler";
    private static final String GREETING = "io.github.dynamosessions.internal.attribute.AllowedClassesTest$Greeting";
    private static final String OURS = AllowedClassesTest.class.getName() + "$*";

    record Line(int count) implements Serializable {}

    enum Color {
        RED
    }

    public interface Greeting {}

    static final class Handler implements InvocationHandler, Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public Object invoke(Object proxy, Method method, Object[] args) {
            return "x";
        }
    }

    /** What must be allowed beside a package of one's own. */
    private record Needs(Object value, String... patterns) {}

    static Stream<Needs> needs() {
        return Stream.of(
                new Needs(new Line(1), OURS),
                new Needs(new Line[] {new Line(1)}, OURS),
                new Needs(Color.RED, OURS, "java.lang.Enum"),
                new Needs(new int[][] {{1}}),
                new Needs(new String[] {"x"}, "java.lang.String"),
                new Needs(1.5, "java.lang.Double", "java.lang.Number"),
                new Needs(new Date(0), "java.util.Date"),
                new Needs(
                        new ArrayList<>(List.of("text", new Line(1))), OURS, "java.util.ArrayList", "java.lang.Object"),
                new Needs(new Object[] {1}, "java.lang.Object", "java.lang.Integer", "java.lang.Number"),
                new Needs(
                        List.of("x"), "java.util.CollSer", "java.lang.Object", "java.util.ImmutableCollections$List12"),
                new Needs(new HashMap<>(Map.of("k", new Line(1))), OURS, "java.util.HashMap", "java.util.Map$Entry"),
                new Needs(new HashSet<>(List.of("x")), "java.util.HashSet", "java.util.Map$Entry"),
                new Needs(
                        Map.of("k", "v"), "java.util.CollSer", "java.lang.Object", "java.util.ImmutableCollections$*"),
                new Needs(LocalDate.EPOCH, "java.time.Ser", "java.time.LocalDate"),
                new Needs(new BigDecimal("1.5"), "java.math.BigDecimal", "java.lang.Number", "java.math.BigInteger"));
    }

    @ParameterizedTest
    @MethodSource("needs")
    void whatIsAllowedIsWrittenAndRead(Needs needs) {
        List<String> patterns = new ArrayList<>(List.of("com.shop.**"));
        patterns.addAll(List.of(needs.patterns()));
        AttributeCodec codec = allowing(patterns.toArray(String[]::new));
        assertThat(roundTrip(codec, needs.value())).isEqualTo(needs.value());
    }

    @ParameterizedTest
    @MethodSource("needs")
    void everyOneOfThemIsNeeded(Needs needs) {
        AttributeValue stored = JAVA.encode("a", needs.value());
        for (int left = 0; left < needs.patterns().length; left++) {
            String[] patterns = needs.patterns().clone();
            patterns[left] = "com.shop.**";
            assertThatExceptionOfType(UnreadableAttributeException.class)
                    .as("without %s", needs.patterns()[left])
                    .isThrownBy(() -> allowing(patterns).decode("a", stored));
        }
    }

    @Test
    void aClassThatIsNotAllowedIsRefusedAtWriteNamingIt() {
        assertThatExceptionOfType(UnstorableAttributeException.class)
                .isThrownBy(() -> allowing("com.shop.*").encode("cart", new Line[] {new Line(1)}))
                .withMessage("session attribute 'cart' of " + Line[].class.getName() + " cannot be stored:"
                        + " java.io.IOException: " + Line[].class.getTypeName() + " is not among allowedClasses");
    }

    @Test
    void aClassThatIsNotAllowedIsRefusedDeepInsideAValue() {
        Object value = new ArrayList<>(List.of(new Object[] {new ArrayList<>(List.of(new Line(1)))}));
        assertThatExceptionOfType(UnstorableAttributeException.class)
                .isThrownBy(() -> allowing("java.base/*").encode("cart", value))
                .withMessageContaining(Line.class.getName() + " is not among allowedClasses");
    }

    @Test
    void aClassThatIsNotAllowedIsRefusedAtRead() {
        AttributeValue stored = JAVA.encode("cart", new ArrayList<>(List.of(new Line(1))));
        assertThatExceptionOfType(UnreadableAttributeException.class)
                .isThrownBy(() -> allowing("java.base/*").decode("cart", stored))
                .withMessage("session attribute 'cart' cannot be read: java.io.IOException: " + Line.class.getName()
                        + " is not among allowedClasses");
    }

    @ParameterizedTest
    @CsvSource({
        HANDLER + ", java.lang.reflect.Proxy, com.shop.*",
        HANDLER + ", " + GREETING + ", com.shop.*",
        HANDLER + ", java.lang.reflect.Proxy, " + GREETING,
        HANDLER + ", java.lang.reflect.Proxy, jdk.proxy*",
        "jdk.proxy*, java.lang.reflect.Proxy, io.github.dynamosessions.**",
        "*, com.shop.*, com.shop.*"
    })
    void aProxyIsRefusedAtWriteIfItIsRefusedAtRead(String first, String second, String third) {
        Object proxy =
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Greeting.class}, new Handler());
        AttributeCodec codec = allowing(first, second, third);
        boolean readable;
        try {
            codec.decode("a", JAVA.encode("a", proxy));
            readable = true;
        } catch (UnreadableAttributeException e) {
            readable = false;
        }
        if (readable) {
            assertThat(roundTrip(codec, proxy)).isInstanceOf(Greeting.class);
        } else {
            assertThatExceptionOfType(UnstorableAttributeException.class).isThrownBy(() -> codec.encode("a", proxy));
        }
    }

    @Test
    void nativeValuesNeedNoPermission() {
        AttributeCodec codec = allowing("com.shop.*");
        for (Object value : List.of("text", 1, 1L, true, new byte[] {1})) {
            assertThat(roundTrip(codec, value)).isEqualTo(value);
        }
    }
}
