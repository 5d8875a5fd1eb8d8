package io.github.dynamosessions.internal.item;

import static io.github.dynamosessions.internal.item.Items.T0;
import static io.github.dynamosessions.internal.item.Items.changes;
import static io.github.dynamosessions.internal.item.Items.loaded;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.util.ClassLoadingObjectInputStream;
import org.junit.jupiter.api.Test;

/** Session data of which nobody knows what the table holds: to write too much is right, to write too little is not. */
class UntrackedSessionDataTest {

    @Test
    void dataThatDoesNotKnowItsChangesIsWrittenWhole() {
        SessionData data = new SessionData("node01x", "/shop", "0.0.0.0", T0, T0, T0, Items.IDLE_MS);
        data.setLastSaved(T0);
        data.setAttribute("a", 1);
        data.setAttribute("b", 2);
        assertThat(changes(data).attributes()).containsOnlyKeys("a", "b");
        data.clean();
        assertThat(changes(data).attributes()).isEmpty();
        assertThat(changes(data).metadata()).containsKey("expiry");
    }

    @Test
    void aCopyThroughJavaSerializationIsWrittenWhole() throws Exception {
        SessionData copy = copy(loaded(Map.of("a", 1, "b", 2)));
        copy.setAttribute("a", null);
        copy.setAttribute("c", 3);
        ItemChange change = changes(copy);
        assertThat(change.attributes()).containsOnlyKeys("b", "c");
        assertThat(change.removedAttributes()).containsExactly("a");
    }

    @Test
    void whatWasNotNamedInTheCopyIsNotRemoved() throws Exception {
        SessionData copy = copy(loaded(Map.of("a", 1)));
        copy.setDirty(true);
        assertThat(changes(copy).removedAttributes()).isEmpty();
    }

    private static SessionData copy(SessionData data) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(data);
        }
        try (ClassLoadingObjectInputStream in =
                new ClassLoadingObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (SessionData) in.readObject();
        }
    }
}
