package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dynamosessions.internal.request.RequestScope;
import io.github.dynamosessions.internal.request.SessionUnavailableError;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.session.SessionHandler;
import org.eclipse.jetty.util.Attributes;
import org.junit.jupiter.api.Test;

/** What leaves memory leaves nothing behind: its timer would keep it on the heap until the expiry that it knew. */
class SessionMemoryLeavesTest extends SessionMemorySuite {

    private static final int ROUNDS = 2_000;

    @Test
    void aCopyThatLeavesMemoryWhileNoRequestUsesItIsLetGo() throws Exception {
        store("id");
        ManagedSession first = memory.get("id");
        ManagedSession second = memory.get("id"); // which is kept
        memory.release(second);
        first.setAttribute("user", "ann");
        memory.release(first);
        assertThat(memory.doGet("id")).isNull();
        assertThat(second.isResident()).as("has a timer").isFalse();
    }

    @Test
    void aSessionThatIsForgottenWhileItsRequestCompletesIsLetGo() throws Exception {
        store("id");
        CyclicBarrier together = new CyclicBarrier(2);
        for (int round = 0; round < ROUNDS; round++) {
            ManagedSession session = memory.get("id");
            Future<?> forgetting = other.submit(() -> {
                together.await();
                memory.forget("id");
                return null;
            });
            together.await();
            memory.release(session);
            forgetting.get();
            assertThat(session.isResident()).as("round %d", round).isFalse();
        }
    }

    @Test
    void aSessionThatIsGivenUpDoesNotTakeAnotherCopyAway() {
        ManagedSession givenUp = memory.newSession("id", System.currentTimeMillis(), 0);
        ManagedSession copy = memory.newSession("id", System.currentTimeMillis(), 0);
        memory.doPutIfAbsent("id", copy);
        memory.evict(givenUp);
        assertThat(memory.doGet("id")).isSameAs(copy);
    }

    @Test
    void aSessionThatIsFoundOutdatedIsLetGo() throws Exception {
        store("id");
        ManagedSession session = memory.doGet("id");
        memory.store().writer().setOutdated(session.getSessionData());
        assertThat(memory.doGet("id")).isNull();
        assertThat(session.isResident()).isFalse();
    }

    @Test
    void aSessionWhoseNewIdIsRefusedIsLetGo() throws Exception {
        store("id");
        ManagedSession session = memory.doGet("id");
        session.setAttribute("socket", new Object()); // which cannot be stored
        assertThatThrownBy(() -> memory.renewSessionId("id", "new", "id", "new"))
                .isInstanceOf(SessionUnavailableError.class);
        assertThat(session.isResident()).isFalse();
        assertThat(memory.doGet("new")).isNull();
    }

    @Test
    void aSessionThatSomebodyElseHasEndedIsLetGo() throws Exception {
        store("id");
        ManagedSession session = memory.get("id");
        memory.store().delete("id");
        session.invalidate();
        assertThat(session.isResident()).isFalse();
        assertThat(memory.doGet("id")).isNull();
    }

    @Test
    void aSessionIsReleasedOnceByARequestThatFailsLater() throws Exception {
        store("id");
        RequestScope.run(request(), () -> {
            try {
                ManagedSession session = memory.get("id");
                memory.release(session); // as Jetty does with two that are valid
                memory.giveUpNotHandedOver();
                assertThat(session.getRequests()).isZero();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void whatTheApplicationHasChangedWithoutARequestIsSavedWhenItStops() throws Exception {
        store("id");
        ManagedSession session = memory.doGet("id");
        session.setAttribute("user", "ann");
        memory.shutdown();
        assertThat(session.isResident()).isFalse();
        assertThat(memory.doGet("id")).isNull();
        assertThat(memory.store().load("id").getAttribute("user")).isEqualTo("ann");
    }

    @Test
    void aSessionThatIsUsedWhileTheApplicationStopsGoesWithItsRequest() throws Exception {
        store("id");
        ManagedSession session = memory.get("id");
        session.setAttribute("user", "ann");
        memory.shutdown();
        assertThat(session.getAttribute("user")).isEqualTo("ann");
        assertThat(memory.store().load("id").getAttribute("user")).isNull();
        memory.release(session);
        assertThat(session.isResident()).isFalse();
        assertThat(memory.store().load("id").getAttribute("user")).isEqualTo("ann");
    }

    @Test
    void aSessionWhoseRequestCompletesWhenTheStoreIsGoneIsLetGo() throws Exception {
        store("id");
        ManagedSession session = memory.get("id");
        memory.shutdown();
        memory.store().stop();
        memory.release(session);
        assertThat(session.isResident()).isFalse();
    }

    @Test
    void aSessionThatIsReadOrCreatedAfterTheApplicationHasStoppedGoesWithItsRequest() throws Exception {
        store("id");
        memory.shutdown();
        ManagedSession read = memory.get("id");
        memory.release(read);
        assertThat(read.isResident()).isFalse();
        ManagedSession created = memory.newSession("new", System.currentTimeMillis(), 0);
        memory.add("new", created);
        memory.release(created);
        assertThat(created.isResident()).isFalse();
        assertThat(memory.getSessionsCurrent()).isZero();
    }

    @Test
    void aSessionThatIsCreatedAfterTheApplicationHasStoppedIsNotKeptByItsSuccessor() throws Exception {
        memory.shutdown();
        ManagedSession created = memory.newSession("new", System.currentTimeMillis(), 0);
        memory.add("new", created);
        restart();
        memory.release(created);
        assertThat(created.isResident()).isFalse();
        assertThat(memory.doGet("new")).isNull();
    }

    @Test
    void aValueThatTheApplicationHasChangedInPlaceWithoutARequestIsSavedWhenItStops() throws Exception {
        store("id");
        ManagedSession session = memory.get("id");
        session.setAttribute("stock", new AtomicInteger(1));
        memory.release(session);
        ((AtomicInteger) session.getAttribute("stock")).set(2);
        memory.shutdown();
        assertThat(memory.store().load("id").getAttribute("stock")).hasToString("2");
    }

    @Test
    void aSessionThatItsRequestHasLetGoIsLeftAloneWhenTheApplicationStops() throws Exception {
        store("id");
        ManagedSession session = memory.doGet("id");
        session.setAttribute("user", "ann");
        memory.evict(session);
        new SessionsAtStop(memory, memory.faults()).accept(session);
        assertThat(memory.store().load("id").getAttribute("user")).isNull();
    }

    @Test
    void whoAsksForASessionWhileTheApplicationStopsDoesNotTakeItAway() throws Exception {
        Set<String> ids = Set.of("a", "b", "c", "d", "e");
        for (String id : ids) {
            store(id);
        }
        Set<String> left = new HashSet<>();
        memory.keepNothing(session -> {
            ids.forEach(memory::doGet);
            left.add(session.getId());
        });
        assertThat(left).isEqualTo(ids);
        assertThat(memory.getSessionsCurrent()).isZero();
    }

    @Test
    void aSessionThatHasEndedIsNotMissedWhenTheStoreIsGone() throws Exception {
        store("id");
        ManagedSession session = memory.get("id");
        session.setAttribute("user", "ann");
        session.invalidate();
        memory.store().stop();
        assertThatCode(() -> memory.commit(session)).doesNotThrowAnyException();
    }

    @Test
    void anIdThatTheStoreHasNotHeardOfIsMissedWhenItIsGone() throws Exception {
        store("id");
        ManagedSession session = memory.get("id");
        memory.store().stop();
        session.getSessionData().setId("new"); // as Jetty does if this context was stopped before it could be asked
        assertThatThrownBy(() -> memory.commit(session))
                .hasMessageContaining("the application is starting or has stopped");
    }

    @Test
    void anApplicationThatCouldNotStartCanBeStopped() {
        DynamoSessionOptions options =
                DynamoSessionOptions.builder().region("eu-west-1").build();
        SessionCache unstarted = new DynamoSessionCacheFactory(options).getSessionCache(new SessionHandler());
        assertThatCode(unstarted::shutdown).doesNotThrowAnyException();
    }

    private static Request request() {
        Attributes attributes = new Attributes.Mapped();
        return (Request) Proxy.newProxyInstance(
                Request.class.getClassLoader(),
                new Class<?>[] {Request.class},
                (proxy, method, arguments) ->
                        method.getDeclaringClass() == Attributes.class ? method.invoke(attributes, arguments) : null);
    }
}
