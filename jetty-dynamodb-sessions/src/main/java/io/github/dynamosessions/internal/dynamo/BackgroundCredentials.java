package io.github.dynamosessions.internal.dynamo;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Credentials of a provider that may take its time: an endpoint of a container that does not answer holds its caller for six
 * seconds, whatever the timeout of the call is. They are fetched on a thread of their own, at most one at a time, and a caller
 * waits for them only if it has no valid ones, and no longer than its call may take. Thread safe.
 */
final class BackgroundCredentials implements AwsCredentialsProvider, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundCredentials.class);

    /** Older ones are fetched again while they are in use. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** Those without a known end are not used for longer, nor those with one in the time before it. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final Duration BEFORE_END = Duration.ofMinutes(1);

    private final AwsCredentialsProvider provider;
    private final Duration timeout;
    private volatile @Nullable Fetched last;
    private @Nullable CompletableFuture<AwsCredentials> fetching;

    /**
     * Credentials of a provider.
     *
     * @param callTimeout of the calls that need them. A caller waits a little less, since the SDK would interrupt it then
     */
    BackgroundCredentials(AwsCredentialsProvider provider, Duration callTimeout) {
        this.provider = provider;
        timeout = callTimeout.multipliedBy(9).dividedBy(10);
    }

    @Override
    public AwsCredentials resolveCredentials() {
        Fetched known = last;
        Instant now = Instant.now();
        if (known == null || !known.isValid(now)) {
            return await(fetch(now));
        }
        if (!known.isFresh(now)) {
            fetch(now);
        }
        return known.credentials();
    }

    /** Those that another caller has just fetched, or that are being fetched. */
    private synchronized CompletableFuture<AwsCredentials> fetch(Instant now) {
        Fetched known = last;
        if (known != null && known.isFresh(now) && known.isValid(now)) {
            return CompletableFuture.completedFuture(known.credentials());
        }
        if (fetching == null) {
            CompletableFuture<AwsCredentials> begun = new CompletableFuture<>();
            fetching = begun;
            Thread thread = new Thread(() -> run(begun), "session-credentials");
            thread.setDaemon(true);
            thread.setContextClassLoader(BackgroundCredentials.class.getClassLoader()); // not the application's
            thread.start();
        }
        return fetching;
    }

    private void run(CompletableFuture<AwsCredentials> begun) {
        try {
            AwsCredentials credentials = provider.resolveCredentials();
            end(new Fetched(credentials, Instant.now()));
            begun.complete(credentials);
        } catch (RuntimeException | Error e) {
            end(last);
            begun.completeExceptionally(e);
        }
    }

    private synchronized void end(@Nullable Fetched fetched) {
        last = fetched;
        fetching = null;
    }

    private AwsCredentials await(CompletableFuture<AwsCredentials> fetched) {
        try {
            return fetched.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw SdkClientException.create(inVain(), e);
        } catch (InterruptedException e) { // by the timer of a call that has begun long ago, mostly
            Thread.currentThread().interrupt();
            throw SdkClientException.create(inVain(), e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : SdkClientException.create("no AWS credentials: " + e.getCause(), e.getCause());
        }
    }

    private String inVain() {
        return "no AWS credentials within " + timeout.toMillis() + " ms";
    }

    /** By the client that uses them. */
    @Override
    public void close() {
        if (provider instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOG.debug("credentials provider {} is not closed", provider, e);
            }
        }
    }

    @Override
    public String toString() {
        return provider.toString();
    }

    private record Fetched(AwsCredentials credentials, Instant at) {

        boolean isFresh(Instant now) {
            return now.isBefore(at.plus(FRESH));
        }

        boolean isValid(Instant now) {
            Instant end = credentials
                    .expirationTime()
                    .map(expiration -> expiration.minus(BEFORE_END))
                    .orElse(at.plus(LIMIT));
            return now.isBefore(end);
        }
    }
}
