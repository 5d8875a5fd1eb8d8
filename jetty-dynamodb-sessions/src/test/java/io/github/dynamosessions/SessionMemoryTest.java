package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.session.ManagedSession;
import org.junit.jupiter.api.Test;

/** What is kept in memory while requests of one session race. */
class SessionMemoryTest extends SessionMemorySuite {

    private static final int ROUNDS = 20_000;

    @Test
    void aSessionThatIsPutBackWhileAnotherRequestFindsItOutdatedIsNotKept() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        for (int round = 0; round < ROUNDS; round++) {
            String id = "id" + round;
            ManagedSession session = memory.newSession(id, System.currentTimeMillis(), 0);
            memory.doPutIfAbsent(id, session);
            Future<?> finding = other.submit(() -> {
                together.await();
                memory.forget(id);
                return null;
            });
            together.await();
            memory.doPutIfAbsent(id, session);
            finding.get();
            assertThat(memory.doGet(id)).as("round %d", round).isNull();
        }
    }

    @Test
    void aStoredSessionIsFoundWhileAnotherRequestLetsItGo() throws Exception {
        store("id");
        CyclicBarrier together = new CyclicBarrier(2);
        for (int round = 0; round < ROUNDS / 10; round++) {
            ManagedSession kept = memory.get("id");
            memory.release(kept);
            Future<?> leaving = other.submit(() -> {
                together.await();
                memory.evict(kept);
                return null;
            });
            together.await();
            ManagedSession found = memory.get("id");
            leaving.get();
            assertThat(found).as("round %d", round).isNotNull().matches(ManagedSession::isResident);
            memory.release(found);
        }
    }

    @Test
    void requestsThatBeginAtTheSameTimeDoNotShareASession() throws Exception {
        store("id");
        CyclicBarrier together = new CyclicBarrier(2);
        for (int round = 0; round < ROUNDS / 10; round++) {
            Future<ManagedSession> beginning = other.submit(() -> {
                together.await();
                return memory.get("id");
            });
            together.await();
            ManagedSession mine = memory.get("id");
            ManagedSession theirs = beginning.get();
            assertThat(mine).as("round %d", round).isNotNull().isNotSameAs(theirs);
            memory.release(mine);
            memory.release(theirs);
        }
    }

    @Test
    void aSessionThatHasGotANewIdSinceItWasFoundUnderTheOldOneStaysInMemory() throws Exception {
        store("new");
        ManagedSession session = memory.get("new");
        memory.release(session);
        memory.doPutIfAbsent("old", session); // as it is for a request that has just found it
        assertThat(memory.get("old")).isNull();
        assertThat(memory.get("new")).isSameAs(session);
    }

    @Test
    void aRequestWhoseLoginFailsIsMarkedBeforeACommitThatWaitsForTheIdGoesOn() throws Exception {
        store("id");
        DynamoSession session = (DynamoSession) memory.get("id");
        CompletableFuture<Void> commit = new CompletableFuture<>();
        AtomicReference<Boolean> goneOn = new AtomicReference<>();
        Request request = request(Map.of(
                "hashCode",
                        () -> { // of which Jetty makes the new id
                            other.execute(() -> {
                                session.awaitId();
                                commit.complete(null);
                            });
                            throw new IllegalStateException("no new id");
                        },
                "setAttribute",
                        () -> {
                            goneOn.set(completes(commit, Duration.ofMillis(300)));
                            return null;
                        }));
        assertThatThrownBy(() -> session.renewId(request, null)).hasMessage("no new id");
        assertThat(goneOn).hasValue(false);
        assertThat(commit).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void aSessionWhoseLifetimeEndsWhileARequestBeginsIsLeftToTheNext() throws Exception {
        long now = System.currentTimeMillis();
        ManagedSession session = memory.newSession("id", now - LIFETIME.toMillis() + 60_000, 0);
        memory.add("id", session);
        assertThat(session.access(now)).isTrue();
        assertThat(session.access(now + 60_000)).isFalse();
        assertThat(session.isValid()).isTrue();
    }

    private static boolean completes(CompletableFuture<?> future, Duration within) throws Exception {
        try {
            future.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** A request that lets a test in where Jetty and the library come by. */
    private static Request request(Map<String, Callable<Object>> methods) {
        return (Request) Proxy.newProxyInstance(
                Request.class.getClassLoader(), new Class<?>[] {Request.class}, (proxy, method, arguments) -> {
                    Callable<Object> answer = methods.get(method.getName());
                    return answer == null ? null : answer.call();
                });
    }
}
