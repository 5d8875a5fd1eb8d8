package io.github.dynamosessions.internal.item;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a session stands in the expiry index: in one of a few shards, at its expiry rounded down to a coarse step.
 *
 * <p>Coarse, so that prolonging a session seldom moves it in the index, which is paid like a write. Rounded down, since
 * above its expiry a session would be found a step too late.
 */
final class ExpiryBucket {

    /**
     * One partition key of an index takes about 1,000 write units a second, and a session moves, for two of them, at most
     * every quarter of its idle timeout: eight shards carry 1.8 million sessions of 30 minutes that are all in use.
     */
    private static final int SHARDS = 8;

    private static final long MIN_STEP_MS = 1_000;
    private static final long MAX_STEP_MS = 3_600_000;

    private ExpiryBucket() {}

    /** The shard of a session. Begins with the prefix, so that IAM can keep applications apart. */
    static String shard(String keyPrefix, String key) {
        return keyPrefix + Math.floorMod(key.hashCode(), SHARDS);
    }

    static List<String> shards(String keyPrefix) {
        return IntStream.range(0, SHARDS).mapToObj(n -> keyPrefix + n).toList();
    }

    static long bucketMs(long expiryMs, long maxInactiveMs) {
        long stepMs = Math.max(MIN_STEP_MS, Math.min(MAX_STEP_MS, maxInactiveMs / 4));
        return expiryMs - Math.floorMod(expiryMs, stepMs);
    }
}
