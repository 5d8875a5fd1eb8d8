package io.github.dynamosessions.internal.store;

import io.github.dynamosessions.internal.attribute.AttributeCodec.UnreadableAttributeException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnstorableAttributeException;
import io.github.dynamosessions.internal.item.AttributeFaults;
import io.github.dynamosessions.internal.metrics.RateLimitedLog;
import io.github.dynamosessions.spi.SessionMetrics;
import io.github.dynamosessions.spi.SessionMetrics.Event;
import org.slf4j.LoggerFactory;

/** Logs and counts values that cannot be used. Thread safe. */
final class ReportedFaults implements AttributeFaults {

    private final boolean dropUnreadable;
    private final SessionMetrics metrics;
    private final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(ReportedFaults.class));

    /** @param dropUnreadable whether a session is used without the attributes that cannot be read */
    ReportedFaults(boolean dropUnreadable, SessionMetrics metrics) {
        this.dropUnreadable = dropUnreadable;
        this.metrics = metrics;
    }

    @Override
    public boolean leavesOut(String id, UnreadableAttributeException e) {
        if (dropUnreadable) {
            metrics.event(Event.ATTRIBUTE_DROPPED);
            log.warn("Session " + id + " is used without an attribute: " + e.getMessage());
        }
        return dropUnreadable;
    }

    @Override
    public void notComparable(UnstorableAttributeException e) {
        log.warn("A value that was read is taken for unchanged: " + e.getMessage());
    }
}
