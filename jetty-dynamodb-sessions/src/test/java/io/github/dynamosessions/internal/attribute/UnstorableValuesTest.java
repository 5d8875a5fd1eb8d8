package io.github.dynamosessions.internal.attribute;

import static io.github.dynamosessions.internal.attribute.Codecs.JAVA;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnstorableAttributeException;
import io.github.dynamosessions.spi.SessionSerializer;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
