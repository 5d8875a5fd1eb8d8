package io.github.dynamosessions.internal.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

@Timeout(60)
class BackgroundCredentialsTest {

    private static final Duration HOURS = Duration.ofHours(6);

    private final AtomicInteger fetched = new AtomicInteger();
    private final Semaphore answers = new Semaphore(0);

    @Test
    void aProviderThatHangsHoldsNobodyForLongerThanACall() {
        BackgroundCredentials credentials = new BackgroundCredentials(this::fetch, Duration.ofMillis(200));
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(SdkClientException.class)
                    .isThrownBy(credentials::resolveCredentials)
                    .withMessage("no AWS credentials within 180 ms");
        }
        assertThat(fetched).as("one at a time").hasValue(1);
        answers.release();
        await().until(() -> credentials.resolveCredentials() != null);
    }

    @Test
    void whoAsksAtTheSameTimeWaitsForTheSameFetch() {
        BackgroundCredentials credentials = new BackgroundCredentials(this::fetch, Duration.ofSeconds(60));
        List<CompletableFuture<AwsCredentials>> callers = Stream.generate(() -> CompletableFuture.supplyAsync(
                        credentials::resolveCredentials, command -> new Thread(command).start()))
                .limit(20)
                .toList();
        answers.release();
        AwsCredentials first = callers.get(0).join();
        assertThat(callers).allSatisfy(caller -> assertThat(caller.join()).isSameAs(first));
        assertThat(credentials.resolveCredentials()).isSameAs(first);
        assertThat(fetched).hasValue(1);
    }

    @Test
    void aFailureIsThatOfTheProviderAndTheNextCallerAsksAgain() {
        BackgroundCredentials credentials = new BackgroundCredentials(
                () -> {
                    fetched.incrementAndGet();
                    throw SdkClientException.create("none");
                },
                Duration.ofSeconds(60));
        for (int i = 1; i <= 2; i++) {
            assertThatExceptionOfType(SdkClientException.class)
                    .isThrownBy(credentials::resolveCredentials)
                    .withMessage("none");
            assertThat(fetched).hasValue(i);
        }
    }

    @Test
    void anErrorOfTheProviderIsAFailureToo() {
        BackgroundCredentials credentials = new BackgroundCredentials(
                () -> {
                    throw new NoClassDefFoundError("sts");
                },
                Duration.ofSeconds(60));
        assertThatExceptionOfType(SdkClientException.class)
                .isThrownBy(credentials::resolveCredentials)
                .withMessageContaining("sts");
    }

    @Test
    void credentialsThatAreAboutToEndAreFetchedAgain() {
        answers.release(2);
        BackgroundCredentials credentials =
                new BackgroundCredentials(() -> fetch(Duration.ofSeconds(59)), Duration.ofSeconds(60));
        assertThat(credentials.resolveCredentials()).isNotEqualTo(credentials.resolveCredentials());
        assertThat(fetched).hasValue(2);
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() {
        BackgroundCredentials credentials = new BackgroundCredentials(this::fetch, Duration.ofSeconds(60));
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(SdkClientException.class).isThrownBy(credentials::resolveCredentials);
        assertThat(Thread.interrupted()).isTrue();
        answers.release();
    }

    private AwsCredentials fetch() {
        return fetch(HOURS);
    }

    private AwsCredentials fetch(Duration validity) {
        int number = fetched.incrementAndGet();
        answers.acquireUninterruptibly();
        return AwsSessionCredentials.builder()
                .accessKeyId("key" + number)
                .secretAccessKey("secret")
                .sessionToken("token")
                .expirationTime(Instant.now().plus(validity))
                .build();
    }
}
