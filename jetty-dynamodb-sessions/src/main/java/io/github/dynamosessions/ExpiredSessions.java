package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.WriteResult;
import io.github.dynamosessions.internal.dynamo.WriteResult.Outcome;
import io.github.dynamosessions.internal.item.Expiry;
import io.github.dynamosessions.internal.item.SessionScope;
import io.github.dynamosessions.spi.SessionMetrics;
import io.github.dynamosessions.spi.SessionMetrics.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.jetty.session.SessionData;

/** Finds and ends expired sessions: each once in the cluster. */
final class ExpiredSessions {

    /** DynamoDB's TTL comes a day after the expiry. */
    static final int MAX_GRACE_SECONDS = 43_200;

    private static final int CLOCK_SKEW_SECONDS = 60;

    private final SessionScope scope;
    private final DynamoGateway dynamo;
    private final SessionParts parts;
    private final SessionMetrics metrics;
    private final ExpiryClaims claims;

    ExpiredSessions(SessionScope scope, DynamoGateway dynamo, SessionParts parts, SessionMetrics metrics) {
        this.scope = scope;
        this.dynamo = dynamo;
        this.parts = parts;
        this.metrics = metrics;
        this.claims = new ExpiryClaims(dynamo);
    }

    /**
     * How long after its expiry a session is left to the node that used it last: clocks of nodes may differ.
     */
    static int gracePeriodSeconds() {
        return CLOCK_SKEW_SECONDS;
    }

    /** Housekeeping begins a turn: what it claimed in the last one and did not end is left to others. */
    void nextTurn() {
        claims.releaseAll();
    }

    /**
     * Whether a session that was read may be given to Jetty: if it lives, to a request; if it has expired, to the thread
     * that ends it. A session that housekeeping claimed, and which has been prolonged since, is nothing for housekeeping.
     */
    boolean maySee(String key, SessionData data, Expiry expiry, long nowMs) {
        if (data.isExpiredAt(nowMs)) {
            return claims.claim(key, expiry, nowMs);
        }
        return !isEnding(key);
    }

    boolean isEnding(String key) {
        return claims.claimedExpiry(key) != null;
    }

    void stopEnding(String key) {
        claims.release(key);
    }

    /** Deletes a session that this thread has claimed; false if it has been prolonged since, or others have ended it. */
    boolean end(String key) {
        Long expiryMs = claims.claimedExpiry(key);
        claims.release(key);
        if (expiryMs == null) {
            return false;
        }
        WriteResult result = dynamo.deleteExpired(key, expiryMs);
        boolean ended = result.is(Outcome.DONE);
        if (ended) {
            ended(result);
        }
        return ended;
    }

    /**
     * Claims, of sessions that this node holds in memory, those that it is to end.
     *
     * @param found takes each id at once, so that none is lost if a later call fails
     */
    void claimAmong(Set<String> ids, long nowMs, Consumer<String> found) {
        Map<String, String> idsByKey = new HashMap<>();
        for (String id : ids) {
            String key = scope.key(id);
            if (key == null) {
                found.accept(id); // there can be no such session
            } else {
                idsByKey.put(key, id);
            }
        }
        Map<String, Expiry> stored = dynamo.expiries(idsByKey.keySet());
        idsByKey.forEach((key, id) -> {
            Expiry expiry = stored.get(key);
            if (expiry == null || expiry.hasPassed(nowMs) && claims.claim(key, expiry, nowMs)) {
                found.accept(id);
            }
        });
    }

    /**
     * Claims sessions of this context that expired at or before a time, and which this node is to end.
     *
     * @param found takes each id at once, so that none is lost if a later call fails
     */
    void claimDue(long beforeMs, Consumer<String> found) {
        long nowMs = System.currentTimeMillis();
        dynamo.expiries(dynamo.dueKeys(scope.keyStart(), beforeMs)).forEach((key, expiry) -> {
            if (expiry.hasPassed(beforeMs) && claims.claim(key, expiry, nowMs)) {
                found.accept(scope.id(key));
            }
        });
    }

    /**
     * Deletes sessions of any context under our prefix that expired at or before a time, but for those that a node is
     * ending. No listener is told.
     */
    void deleteOrphans(long beforeMs) {
        deleteOrphans(beforeMs, key -> true);
    }

    /** The same, but for those of this context, which have listeners. */
    void deleteOrphansOfOthers(long beforeMs) {
        deleteOrphans(beforeMs, key -> !key.startsWith(scope.keyStart()));
    }

    private void deleteOrphans(long beforeMs, Predicate<String> which) {
        long nowMs = System.currentTimeMillis();
        String anyContext = scope.keyPrefix() + '/'; // and of no longer prefix
        dynamo.expiries(dynamo.dueKeys(anyContext, beforeMs)).forEach((key, expiry) -> {
            if (which.test(key) && expiry.hasPassed(beforeMs) && !expiry.isLeased(nowMs)) {
                WriteResult result = dynamo.deleteExpired(key, expiry.expiryMs());
                if (result.is(Outcome.DONE)) {
                    ended(result);
                }
            }
        });
    }

    private void ended(WriteResult result) {
        metrics.event(Event.EXPIRED);
        parts.delete(result.replaced());
    }
}
