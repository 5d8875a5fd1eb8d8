package io.github.dynamosessions.internal.attribute;

import static io.github.dynamosessions.internal.attribute.Codecs.JAVA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnstorableAttributeException;
import io.github.dynamosessions.spi.SessionSerializer;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnstorableValuesTest {

    static final class Refusing implements Serializable {
        private static final long serialVersionUID = 1;

        private void writeObject(ObjectOutputStream out) {
            throw new IllegalStateException("not today");
        }
    }

    @Test
    void aValueThatIsNotSerializableIsNamedWithItsClass() {
        assertThatExceptionOfType(UnstorableAttributeException.class)
                .isThrownBy(() -> JAVA.encode("cart", Optional.of(1)))
                .withMessage("session attribute 'cart' of java.util.Optional cannot be stored:"
                        + " java.io.NotSerializableException: java.util.Optional")
                .withCauseInstanceOf(NotSerializableException.class);
    }

    @Test
    void aPartThatIsNotSerializableIsNamedToo() {
        assertThatExceptionOfType(UnstorableAttributeException.class)
                .isThrownBy(() -> JAVA.encode("cart", new Object[] {Optional.empty()}))
                .withMessage("session attribute 'cart' of [Ljava.lang.Object; cannot be stored:"
                        + " java.io.NotSerializableException: java.util.Optional");
    }

    @Test
    void whatItsOwnMethodsThrowIsToldAsWell() {
        assertThatExceptionOfType(UnstorableAttributeException.class)
                .isThrownBy(() -> JAVA.encode("cart", new Refusing()))
                .withMessageStartingWith("session attribute 'cart' of " + Refusing.class.getName())
                .withMessageEndingWith("java.lang.IllegalStateException: not today");
    }

    @Test
    void aSerializerThatFailsOrReturnsNothingIsToldAsWell() {
        assertThatExceptionOfType(UnstorableAttributeException.class)
                .isThrownBy(
                        () -> new AttributeCodec(new Broken(true), List.of(), Codecs.UNCOMPRESSED).encode("cart", 1.5))
                .withMessage(
                        "session attribute 'cart' of java.lang.Double cannot be stored: java.io.IOException: full");
        assertThatExceptionOfType(UnstorableAttributeException.class)
                .isThrownBy(
                        () -> new AttributeCodec(new Broken(false), List.of(), Codecs.UNCOMPRESSED).encode("cart", 1.5))
                .withMessageStartingWith("session attribute 'cart' of java.lang.Double cannot be stored: ");
    }

    /** What can be written and not be read. */
    record Unreadable(String what, Object value, String reason) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Unreadable> unreadable() {
        return Stream.of(
                new Unreadable("a readResolve that gives nothing", new Vanishing(), "null is no attribute value"),
                new Unreadable("a superclass without a constructor", new Child(), "no valid constructor"),
                new Unreadable("a lambda that captures its holder", new Holder().action, "cannot assign instance of"),
                new Unreadable("something that throws", new Sealed(), "sealed"));
    }

    static final class Vanishing implements Serializable {
        private static final long serialVersionUID = 1;

        private Object readResolve() {
            return null;
        }
    }

    static class Parent {
        Parent(int ignored) {}
    }

    static final class Child extends Parent implements Serializable {
        private static final long serialVersionUID = 1;

        Child() {
            super(1);
        }
    }

    private interface Action extends Runnable, Serializable {}

    static final class Holder implements Serializable {
        private static final long serialVersionUID = 1;

        private final Action action = () -> toString();
    }

    static final class Sealed implements Serializable {
        private static final long serialVersionUID = 1;

        private void readObject(ObjectInputStream in) {
            throw new AssertionError("sealed");
        }
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void whatCouldNotBeReadIsNotStored(Unreadable unreadable) {
        for (Object value :
                List.of(unreadable.value(), new ArrayList<>(List.of("other", new Object[] {unreadable.value()})))) {
            if (value instanceof ArrayList && unreadable.value() instanceof Vanishing) {
                continue; // nothing inside of something is a value
            }
            assertThatExceptionOfType(UnstorableAttributeException.class)
                    .isThrownBy(() -> JAVA.encode("cart", value))
                    .withMessageStartingWith(
                            "session attribute 'cart' of " + value.getClass().getName() + " cannot be stored: ")
                    .withMessageContaining(unreadable.reason());
        }
    }

    /** Once for each class would not do: a class whose first value could be read may have another that cannot. */
    @Test
    void eachValueOfAClassIsReadBeforeItIsStored() {
        Action harmless = () -> {};
        assertThat(JAVA.decode("cart", JAVA.encode("cart", harmless))).isInstanceOf(Action.class);
        assertThatExceptionOfType(UnstorableAttributeException.class)
                .isThrownBy(() -> JAVA.encode("cart", new Holder().action));
    }

    private record Broken(boolean throwing) implements SessionSerializer {
        @Override
        public int id() {
            return 16;
        }

        @Override
        public byte[] serialize(Object value) throws IOException {
            if (throwing) {
                throw new IOException("full");
            }
            return null;
        }

        @Override
        public Object deserialize(byte[] payload) {
            return payload;
        }
    }
}
