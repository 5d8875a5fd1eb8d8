package io.github.dynamosessions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Forms that other tests do not come by: big, compressed, of other serializers, corrupt. */
class StoredValueTest {

    @Test
    void theClassOfASerializedValueIsTold() throws IOException {
        assertThat(java(new BigDecimal("1.50"))).isEqualTo("java.math.BigDecimal");
        assertThat(java(new String[] {"a"})).isEqualTo("[Ljava.lang.String;");
        assertThat(java(TimeUnit.DAYS)).isEqualTo("java.util.concurrent.TimeUnit");
        assertThat(java("text")).isEqualTo("java.lang.String");
    }

    @Test
    void ofWhatCannotBeReadTheSerializerIsTold() {
        assertThat(binary(16, 1, 2, 3)).isEqualTo(new StoredValue("serializer 16", null, 3));
        assertThat(binary(0x41, 1, 2)).isEqualTo(new StoredValue("serializer 1, compressed", null, 2));
        assertThat(binary(0x40, 1)).isEqualTo(new StoredValue("byte[], compressed", null, 1));
        assertThat(binary(0x42, 1)).isEqualTo(new StoredValue("String, compressed", null, 1));
        assertThat(binary(0xD0, 1)).isEqualTo(new StoredValue("serializer 16, compressed, encrypted", null, 1));
    }

    @Test
    void aCorruptValueIsShownAllTheSame() {
        assertThat(binary()).isEqualTo(new StoredValue("byte[]", null, 0));
        assertThat(binary(1)).isEqualTo(new StoredValue("serializer 1", null, 0));
        assertThat(binary(1, 1, 0xAC, 0xED, 0, 5)).isEqualTo(new StoredValue("serializer 1", null, 5));
        assertThat(binary(1, 1, 0xAC, 0xED, 0, 5, 0x73, 0x72, 0x7F, 0xFF).type())
                .isEqualTo("serializer 1");
        assertThat(StoredValue.of(AttributeValue.fromN("1.5")).shown()).isEqualTo("1.5");
        assertThat(StoredValue.of(AttributeValue.fromM(Map.of())).type()).isEqualTo("unknown, stored as a map");
    }

    @Test
    void aLargeAttributeIsTheSizeOfItsChunks() {
        AttributeValue reference = AttributeValue.fromM(Map.of(
                "chunkId", AttributeValue.fromS("b1946ac92492d234"),
                "parts", AttributeValue.fromN("7"),
                "size", AttributeValue.fromN("2500000")));

        assertThat(StoredValue.of(reference)).isEqualTo(new StoredValue("in chunk items", null, 2_500_000));
    }

    private static String java(Object value) throws IOException {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        stored.write(1);
        stored.write(1);
        try (ObjectOutputStream stream = new ObjectOutputStream(stored)) {
            stream.writeObject(value);
        }
        return StoredValue.of(AttributeValue.fromB(SdkBytes.fromByteArray(stored.toByteArray())))
                .type();
    }

    private static StoredValue binary(int... bytes) {
        byte[] stored = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            stored[i] = (byte) bytes[i];
        }
        return StoredValue.of(AttributeValue.fromB(SdkBytes.fromByteArray(stored)));
    }
}
