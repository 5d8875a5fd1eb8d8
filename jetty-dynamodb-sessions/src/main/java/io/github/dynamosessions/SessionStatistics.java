package io.github.dynamosessions;

import io.github.dynamosessions.internal.metrics.StoreCounters;
import io.github.dynamosessions.spi.SessionMetrics.Event;
import io.github.dynamosessions.spi.SessionMetrics.Outcome;
import java.util.List;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;

/**
 * What one store has done since it was made, and how it is set up; Jetty's {@code MBeanContainer} shows it by JMX. The
 * counts are those of {@link io.github.dynamosessions.spi.SessionMetrics}, where each is described. Thread safe.
 */
@ManagedObject("what a store of sessions in DynamoDB has done")
public final class SessionStatistics {

    private final DynamoSessionDataStore store;
    private final StoreCounters counters;

    SessionStatistics(DynamoSessionDataStore store, StoreCounters counters) {
        this.store = store;
        this.counters = counters;
    }

    /** {@return what the keys of the sessions begin with: prefix, context, virtual host; empty if the store is stopped} */
    @ManagedAttribute("what the keys of the sessions begin with")
    public String getKeyStart() {
        return store.keyStart();
    }

    /** {@return every option as it is in force, as {@code name=value}; no credentials} */
    @ManagedAttribute("every option as it is in force")
    public List<String> getOptions() {
        return store.options().effectiveConfiguration();
    }

    /** {@return what {@code allowedClasses} needs for all values since the last start; empty where it is set} */
    @ManagedAttribute("what allowedClasses needs for all values since the last start; empty where it is set")
    public List<String> getUsedClasses() {
        return store.usedClasses();
    }

    /** {@return calls to DynamoDB, however they ended; retries not counted} */
    @ManagedAttribute("calls to DynamoDB")
    public long getOperations() {
        return counters.operations();
    }

    /** {@return calls to DynamoDB that failed, in each of their attempts} */
    @ManagedAttribute("calls to DynamoDB that failed")
    public long getFailedOperations() {
        return counters.operations(Outcome.FAILED);
    }

    /** {@return writes that found the session changed or ended by somebody else} */
    @ManagedAttribute("writes that came too late, which is routine")
    public long getConflicts() {
        return counters.operations(Outcome.CONFLICT);
    }

    /** {@return attempts after the first one of a call} */
    @ManagedAttribute("attempts after the first one of a call")
    public long getRetries() {
        return counters.retries.sum();
    }

    /** {@return read capacity units consumed} */
    @ManagedAttribute("read capacity units consumed")
    public double getReadUnits() {
        return counters.readUnits.sum();
    }

    /** {@return write capacity units consumed, without those of conflicts} */
    @ManagedAttribute("write capacity units consumed, without those of conflicts")
    public double getWriteUnits() {
        return counters.writeUnits.sum();
    }

    /** {@return bytes sent to DynamoDB in HTTP bodies} */
    @ManagedAttribute("bytes sent to DynamoDB")
    public long getBytesSent() {
        return counters.bytesSent.sum();
    }

    /** {@return bytes received from DynamoDB in HTTP bodies} */
    @ManagedAttribute("bytes received from DynamoDB")
    public long getBytesReceived() {
        return counters.bytesReceived.sum();
    }

    /** {@return sessions stored for the first time} */
    @ManagedAttribute("sessions stored for the first time")
    public long getCreatedSessions() {
        return counters.events(Event.CREATED);
    }

    /** {@return sessions that this node ended because they had expired} */
    @ManagedAttribute("sessions that this node ended because they had expired")
    public long getExpiredSessions() {
        return counters.events(Event.EXPIRED);
    }

    /** {@return sessions ended that had not expired: by the application, or because they were unreadable} */
    @ManagedAttribute("sessions ended that had not expired")
    public long getDestroyedSessions() {
        return counters.events(Event.DESTROYED);
    }

    /** {@return sessions that were unreadable and were removed} */
    @ManagedAttribute("sessions that were unreadable and were removed")
    public long getUnreadableSessions() {
        return counters.events(Event.UNREADABLE);
    }

    /** {@return attributes that were unreadable, and without which their session was used} */
    @ManagedAttribute("attributes that were unreadable, and without which their session was used")
    public long getDroppedAttributes() {
        return counters.events(Event.ATTRIBUTE_DROPPED);
    }

    /** {@return sessions that another version, configuration or node can read, and that were kept} */
    @ManagedAttribute("sessions that another version, configuration or node can read, and that were kept")
    public long getUnsupportedSessions() {
        return counters.events(Event.UNSUPPORTED);
    }

    /** {@return requests whose session could not be read} */
    @ManagedAttribute("requests whose session could not be read")
    public long getFailedReads() {
        return counters.events(Event.READ_FAILED);
    }

    /** {@return requests whose session could not be saved before their response, and which were answered 503 or 500} */
    @ManagedAttribute("requests whose session could not be saved before their response")
    public long getFailedSaves() {
        return counters.events(Event.SAVE_FAILED);
    }

    /** {@return how often DynamoDB could not be reached, at start or for several calls in a row} */
    @ManagedAttribute("how often DynamoDB could not be reached")
    public long getOutages() {
        return counters.events(Event.OUTAGE);
    }

    /** {@return sessions with changes, made after their response had left, that could not be saved} */
    @ManagedAttribute("sessions with changes made after the response that could not be saved")
    public long getLostChanges() {
        return counters.events(Event.CHANGES_LOST);
    }
}
