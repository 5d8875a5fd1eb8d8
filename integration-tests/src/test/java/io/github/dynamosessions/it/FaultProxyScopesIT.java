package io.github.dynamosessions.it;

import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.DynamoDbEmbedded;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/** Which calls a fault strikes, until when, and what is counted. */
class FaultProxyScopesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final String table = dynamoDb.newTable("id");
    private final FaultProxy proxy = FaultProxy.inFrontOf(dynamoDb.endpoint());
    private final FaultProxyClient client = FaultProxyClient.of(proxy, table);

    @AfterEach
    void close() {
        client.close();
        proxy.close();
    }

    @Test
    void aFaultCanBeLimitedToTheNextCalls() {
        proxy.on("GetItem").times(2).throttle();

        assertThatThrownBy(() -> client.get("a")).isInstanceOf(ProvisionedThroughputExceededException.class);
        assertThatThrownBy(() -> client.get("a")).isInstanceOf(ProvisionedThroughputExceededException.class);
        assertThat(client.get("a")).isEmpty();
        assertThat(proxy.calls("GetItem")).isEqualTo(3);
    }

    @Test
    void aFaultCanBeLimitedToCallsWithAText() {
        Fault fault = proxy.onAll().containing("\"poor\"").times(1).throttle();

        client.put("rich");
        assertThatThrownBy(() -> client.put("poor")).isInstanceOf(ProvisionedThroughputExceededException.class);
        client.put("poor");

        assertThat(fault.callsMet()).isEqualTo(1);
        assertThat(proxy.executed())
                .extracting(ProxiedCall::body)
                .satisfiesExactly(body -> assertThat(body).contains("\"rich\""), body -> assertThat(body)
                        .contains("\"poor\""));
    }

    @Test
    void twoOperationsCanHaveDifferentFaultsAtOnce() {
        proxy.on("GetItem").throttle();
        proxy.on("PutItem").fail();

        assertThatThrownBy(() -> client.get("a")).isInstanceOf(ProvisionedThroughputExceededException.class);
        assertThatThrownBy(() -> client.put("a")).isInstanceOf(InternalServerErrorException.class);
        assertThatCode(() -> client.delete("a")).doesNotThrowAnyException();
    }

    @Test
    void aFaultOfWritesLeavesReadsAlone() {
        proxy.onWrites().fail();

        assertThatThrownBy(() -> client.put("a")).isInstanceOf(InternalServerErrorException.class);
        assertThatThrownBy(() -> client.delete("a")).isInstanceOf(InternalServerErrorException.class);
        assertThat(client.get("a")).isEmpty();
    }

    @Test
    void theLatestFaultStrikesFirst() {
        proxy.onAll().throttle();
        proxy.on("GetItem").times(1).fail();

        assertThatThrownBy(() -> client.get("a")).isInstanceOf(InternalServerErrorException.class);
        assertThatThrownBy(() -> client.get("a")).isInstanceOf(ProvisionedThroughputExceededException.class);
    }

    @Test
    void healingEndsOneFaultOrAll() {
        Fault throttling = proxy.on("GetItem").throttle();
        proxy.on("PutItem", "DeleteItem").fail();

        throttling.heal();
        assertThat(client.get("a")).isEmpty();
        assertThatThrownBy(() -> client.delete("a")).isInstanceOf(InternalServerErrorException.class);

        proxy.healAll();
        assertThatCode(() -> client.put("a")).doesNotThrowAnyException();
    }

    @Test
    void countsWhatArrivedUntilTheyAreReset() {
        proxy.on("PutItem").times(1).cutBeforeExecution();
        assertThatThrownBy(() -> client.put("a")).isInstanceOf(SdkClientException.class);
        client.put("a");
        client.get("a");

        assertThat(proxy.calls()).isEqualTo(Map.of("PutItem", 2, "GetItem", 1));
        assertThat(proxy.calls(StoreUpdate.END)).isZero();
        assertThat(proxy.executed()).extracting(ProxiedCall::operation).containsExactly("PutItem", "GetItem");

        proxy.resetCounts();
        assertThat(proxy.calls()).isEmpty();
        assertThat(proxy.executed()).isEmpty();
    }

    @Test
    void twentyClientsInParallelMeetEachFaultAsOftenAsItWasSet() {
        Fault cuts = proxy.on("PutItem").times(50).cutAfterExecution();
        Fault throttles = proxy.on("GetItem").times(30).throttle();
        AtomicInteger failures = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<CompletableFuture<Void>> users = IntStream.range(0, 20)
                    .mapToObj(user -> runAsync(() -> putAndGetTenTimes("user" + user, failures), threads))
                    .toList();
            assertThat(users).allSatisfy(user -> assertThat(user).succeedsWithin(PATIENCE.multipliedBy(3)));
        } finally {
            threads.shutdownNow();
        }

        assertThat(failures).hasValue(80);
        assertThat(List.of(cuts.callsMet(), throttles.callsMet())).containsExactly(50, 30);
        assertThat(proxy.calls()).isEqualTo(Map.of("PutItem", 200, "GetItem", 200));
        assertThat(proxy.executed("PutItem")).isEqualTo(200);
        assertThat(proxy.executed("GetItem")).isEqualTo(170);
    }

    @Test
    void twentyCallsHangAtOnceAndLeaveTheProxyResponsive() {
        proxy.on("PutItem").hang();
        List<CompletableFuture<Void>> puts =
                IntStream.range(0, 20).mapToObj(i -> client.putAside("id" + i)).toList();
        await().atMost(PATIENCE).until(() -> proxy.calls("PutItem") == 20);
        assertThat(client.get("id0")).isEmpty();

        proxy.healAll();

        assertThat(puts).allSatisfy(put -> assertThat(put).succeedsWithin(PATIENCE));
        assertThat(proxy.executed("PutItem")).isEqualTo(20);
    }

    @Test
    void closingCutsWhatHangsAndWhatIsDelayedAndLeavesNoThreads() {
        proxy.on("PutItem").hang();
        proxy.on("DeleteItem").delay(Duration.ofHours(1));
        CompletableFuture<Void> put = client.putAside("a");
        CompletableFuture<Void> delete = client.deleteAside("a");
        await().atMost(PATIENCE).until(() -> proxy.calls("PutItem") + proxy.calls("DeleteItem") == 2);

        assertThat(threadsOfTheProxy()).isNotEmpty();

        proxy.close();

        assertThat(List.of(put, delete)).allSatisfy(call -> assertThat(call)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseExactlyInstanceOf(SdkClientException.class));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(threadsOfTheProxy()).isEmpty());
        assertThat(proxy.executed()).isEmpty();
        assertThatCode(proxy::close).doesNotThrowAnyException();
    }

    @Test
    void anEndpointThatIsGoneLooksLikeACut() {
        DynamoDbEmbedded gone = DynamoDbEmbedded.start();
        gone.close();
        try (FaultProxy toNowhere = FaultProxy.inFrontOf(gone.endpoint());
                FaultProxyClient lost = FaultProxyClient.of(toNowhere, table)) {
            assertThatThrownBy(() -> lost.get("a")).isExactlyInstanceOf(SdkClientException.class);
            assertThat(toNowhere.calls("GetItem")).isEqualTo(1);
        }
    }

    private List<String> threadsOfTheProxy() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(proxy.name() + "-"))
                .toList();
    }

    private void putAndGetTenTimes(String id, AtomicInteger failures) {
        try (FaultProxyClient user = FaultProxyClient.of(proxy, table)) {
            for (int i = 0; i < 10; i++) {
                countFailure(() -> user.put(id), failures);
                countFailure(() -> assertThat(user.get(id)).containsKey("id"), failures);
            }
        }
    }

    private static void countFailure(Runnable call, AtomicInteger failures) {
        try {
            call.run();
        } catch (SdkException e) {
            failures.incrementAndGet();
        }
    }
}
