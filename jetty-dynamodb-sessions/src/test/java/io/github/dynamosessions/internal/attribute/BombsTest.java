package io.github.dynamosessions.internal.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnreadableAttributeException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnstorableAttributeException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnsupportedFormatException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A few bytes that would keep a thread busy for ever. */
@Isolated // it keeps all processors busy
class BombsTest {

    /** Hashing so many, each twice as long as the one inside, ends after some seconds: the machine is not only for this test. */
    private static final int LEVELS = 28;

    /** What a class does while it is read. */
    enum Way {
        SPINNING,
        WAITING
    }

    /** Reading it takes as long as the test. */
    private static final class Endless implements Serializable {
        private static final long serialVersionUID = 1;
        private static volatile boolean released;

        private final Way way;

        Endless(Way way) {
            this.way = way;
        }

        private Object readResolve() throws Exception {
            if (way == Way.WAITING) {
                new CountDownLatch(1).await();
            }
            while (!released) {
                Thread.onSpinWait();
            }
            return this;
        }
    }

    private final DeserializerThreads threads = new DeserializerThreads(Duration.ofMillis(200));
    private final AttributeCodec codec = Codecs.with(Compression.available(Codecs.UNCOMPRESSED), threads);

    @BeforeEach
    void keep() {
        Endless.released = false;
    }

    @AfterEach
    void release() {
        Endless.released = true;
    }

    @Test
    void whatDoesNotEndIsGivenUpAndItsValueIsUnreadable() {
        assertUnreadable(Codecs.unchecked(new Endless(Way.SPINNING)));
    }

    /** A class may ask a login service. */
    @Test
    void whatOnlyWaitsIsGivenUpInterruptedAndKept() {
        AttributeValue stored = Codecs.unchecked(new Endless(Way.WAITING));
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> codec.decode("login", stored))
                .withMessage("session attribute 'login': deserialization takes longer than 200 ms, most of it waiting");
        await().untilAsserted(() -> assertThat(threads.stuck()).isZero());
    }

    @Test
    void nestedSetsAreGivenUpWhileTheyAreHashed() {
        Set<Object> outer = new HashSet<>();
        Set<Object> one = outer;
        Set<Object> two = new HashSet<>();
        for (int i = 0; i < LEVELS; i++) {
            Set<Object> inner = new HashSet<>(List.of("so that the two differ"));
            Set<Object> otherInner = new HashSet<>();
            one.addAll(List.of(inner, otherInner)); // which are hashed now, and are filled later
            two.addAll(List.of(inner, otherInner));
            one = inner;
            two = otherInner;
        }
        assertUnreadable(Codecs.unchecked(outer));
    }

    @Test
    void nestedListsAreGivenUpWhileASetHashesThem() {
        List<Object> list = new ArrayList<>();
        Set<Object> outer = new HashSet<>(Set.of(list));
        for (int i = 0; i < LEVELS; i++) {
            List<Object> inner = new ArrayList<>();
            list.addAll(List.of(inner, inner));
            list = inner;
        }
        assertUnreadable(Codecs.unchecked(outer));
    }

    @Test
    void theSameBombKeepsOneThreadBusy() {
        AttributeValue bomb = Codecs.unchecked(new Endless(Way.SPINNING));
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> codec.decode("bomb", bomb));
        }
        assertThat(threads.stuck()).isOne();
    }

    @Test
    void whileSoManyThreadsAreStuckAllElseIsKeptUnread() {
        AttributeValue list = codec.encode("list", new ArrayList<>(List.of("pen")));
        for (int i = 0; i < DeserializerThreads.MAX_STUCK; i++) {
            AttributeValue bomb = Codecs.unchecked(List.of(i, new Endless(Way.SPINNING)));
            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> codec.decode("bomb", bomb));
        }

        assertThat(threads.stuck()).isEqualTo(DeserializerThreads.MAX_STUCK);
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> codec.decode("list", list))
                .withMessageContaining(
                        "8 deserializations do not end and keep as many threads busy. Restart this node");
        assertThat(codec.decode("text", AttributeValue.fromS("native"))).isEqualTo("native");

        Endless.released = true;
        await().untilAsserted(() -> assertThat(threads.stuck()).isZero());
        await().ignoreExceptionsInstanceOf(UnsupportedFormatException.class) // a busy machine
                .untilAsserted(() -> assertThat(codec.decode("list", list)).isEqualTo(List.of("pen")));
    }

    @Test
    void aValueThatCannotBeReadInTimeIsNotStored() {
        await().ignoreExceptionsInstanceOf(UnsupportedFormatException.class)
                .untilAsserted(() -> assertThatExceptionOfType(UnstorableAttributeException.class)
                        .isThrownBy(() -> codec.encode("bomb", new Endless(Way.SPINNING)))
                        .withMessageEndingWith("deserialization takes longer than 200 ms"));
    }

    @Test
    void aClassFindsTheContextAndItsClassLoader() throws Exception {
        ContextHandler context = new ContextHandler("/shop");
        ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {};
        context.setClassLoader(loader);
        context.getContext().run(() -> codec.decode("probe", Codecs.unchecked(new Probe())));
        assertThat(Probe.context).isSameAs(context.getContext());

        codec.decode("probe", Codecs.unchecked(new Probe()));
        assertThat(Probe.context).isNull();
    }

    /** As what Jetty keeps of a login, which looks for the login service when it is read. */
    private static final class Probe implements Serializable {
        private static final long serialVersionUID = 1;
        private static volatile Context context;

        private Object readResolve() {
            context = ContextHandler.getCurrentContext();
            return this;
        }
    }

    /** A busy machine may not let it work enough to be sure: then the value is kept, and the next request tries again. */
    private void assertUnreadable(AttributeValue bomb) {
        await().ignoreExceptionsInstanceOf(UnsupportedFormatException.class)
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThatExceptionOfType(UnreadableAttributeException.class)
                        .isThrownBy(() -> codec.decode("bomb", bomb))
                        .withMessageEndingWith("deserialization takes longer than 200 ms"));
    }
}
