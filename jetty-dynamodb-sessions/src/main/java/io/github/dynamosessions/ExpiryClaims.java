package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.item.Expiry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who in the cluster ends an expired session, and tells its listeners: the node that has claimed it. A claim is a lease,
 * so that another node takes over from one that crashed.
 *
 * <p>A claim belongs to the thread that made it, since that is the thread on which Jetty then loads and deletes the
 * session; a request that asks for the session meanwhile does not see it.
 */
final class ExpiryClaims {

    private static final long LEASE_MS = Duration.ofMinutes(5).toMillis();

    private final DynamoGateway dynamo;
    private final Map<String, Claim> claims = new ConcurrentHashMap<>();

    ExpiryClaims(DynamoGateway dynamo) {
        this.dynamo = dynamo;
    }

    /**
     * Claims an expired session for the current thread, unless another node or thread has done so.
     *
     * @return whether this thread may end it
     */
    boolean claim(String key, Expiry expiry, long nowMs) {
        if (claimedExpiry(key) != null) {
            return true;
        }
        if (expiry.isLeased(nowMs)) {
            return false;
        }
        // Without a bucket, the session is not in the index: there is nothing to lease.
        boolean indexed = expiry.bucketMs() != 0;
        if (indexed && !dynamo.claim(key, expiry, nowMs + LEASE_MS)) {
            return false;
        }
        claims.put(key, new Claim(Thread.currentThread(), expiry.expiryMs()));
        return true;
    }

    /** The expiry of a session that this thread is ending, in epoch milliseconds; null if it is not. */
    @Nullable
    Long claimedExpiry(String key) {
        Claim claim = claims.get(key);
        return claim == null || claim.thread() != Thread.currentThread() ? null : claim.expiryMs();
    }

    /** The session has been ended, or lives after all. */
    void release(String key) {
        claims.computeIfPresent(key, (k, claim) -> claim.thread() == Thread.currentThread() ? null : claim);
    }

    /** Forgets what this thread claimed in an earlier turn and did not end. */
    void releaseAll() {
        claims.values().removeIf(claim -> claim.thread() == Thread.currentThread());
    }

    private record Claim(Thread thread, long expiryMs) {}
}
