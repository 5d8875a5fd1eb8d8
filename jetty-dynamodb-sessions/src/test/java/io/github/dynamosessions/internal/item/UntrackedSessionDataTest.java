package io.github.dynamosessions.internal.item;

import static io.github.dynamosessions.internal.item.Items.CODEC;
import static io.github.dynamosessions.internal.item.Items.loaded;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.util.ClassLoadingObjectInputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Session data that went through Java serialization, as Jetty's memcached cache makes it: what is stored is unknown to it. */
class UntrackedSessionDataTest {

    @Test
    void aCopyThroughJavaSerializationIsWrittenWhole() throws Exception {
        TrackedSessionData copy = copy(loaded(Map.of("a", 1, "b", 2)));
        copy.setAttribute("a", null);
        copy.setAttribute("c", 3);

        assertThat(copy.stored()).isNull();
        assertThat(CODEC.encode(copy).item().attributes())
                .containsOnly(Map.entry("b", AttributeValue.fromN("2")), Map.entry("c", AttributeValue.fromN("3")));
    }

    @Test
    void aCopyHoldsNoSecret() throws Exception {
        TrackedSessionData copy = copy(loaded(Map.of()));

        assertThat(copy.cookie()).isNull();
        assertThat(copy.getId()).isEqualTo(Items.COOKIE.handle().id());
    }

    private static TrackedSessionData copy(SessionData data) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(data);
        }
        try (ClassLoadingObjectInputStream in =
                new ClassLoadingObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (TrackedSessionData) in.readObject();
        }
    }
}
