package io.github.dynamosessions.internal.store;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.RejectedException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.item.ChunkLayout;
import io.github.dynamosessions.internal.item.ChunkReference;
import io.github.dynamosessions.internal.item.ChunkWrites;
import io.github.dynamosessions.internal.item.ItemChange;
import io.github.dynamosessions.internal.item.LargeValue;
import io.github.dynamosessions.internal.item.StoredItem;
import io.github.dynamosessions.internal.item.TrackedSessionData;
import io.github.dynamosessions.internal.item.ValueLimits;
import io.github.dynamosessions.internal.metrics.RateLimitedLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * The chunks of large attributes: written before an item refers to them, deleted when no item does any more. Thread safe.
 *
 * <p>Deleting is a courtesy. What a crash or a failing DynamoDB leaves behind is removed by its TTL.
 */
final class LargeAttributes {

    private final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(LargeAttributes.class));
    private final ChunkLayout layout;
    private final ValueLimits limits;
    private final DynamoGateway dynamo;

    LargeAttributes(ChunkLayout layout, ValueLimits limits, DynamoGateway dynamo) {
        this.layout = layout;
        this.limits = limits;
        this.dynamo = dynamo;
    }

    /** Writes what must be there before the item is written. */
    void write(TrackedSessionData data, ChunkWrites writes) {
        for (LargeValue value : writes.large()) {
            data.written().add(value.reference());
            for (StoredItem chunk : layout.items(value)) {
                dynamo.putChunk(chunk);
            }
        }
        for (ChunkReference renewed : writes.renewed().values()) {
            dynamo.renewChunks(layout.keys(renewed), renewed.expirySeconds());
        }
    }

    /**
     * Deletes the chunks that a change has replaced, once it is written: nothing refers to them any more. Nor to those of refused
     * attempts, since the numbers that these have seen are gone.
     */
    void deleteReplaced(TrackedSessionData data, ItemChange change) {
        List<ChunkReference> replaced = ChunkReference.in(change.attributeNames().stream()
                .map(change.known().attributes()::get)
                .filter(Objects::nonNull)
                .toList());
        replaced.addAll(data.written());
        data.written().clear();
        if (!replaced.isEmpty()) {
            Set<String> kept = ChunkReference.in(data.stored().attributes().values()).stream()
                    .map(ChunkReference::chunkId)
                    .collect(Collectors.toSet());
            replaced.removeIf(reference -> kept.contains(reference.chunkId()));
            delete(replaced);
        }
    }

    /** Deletes what a session has referred to that has ended, if it is not more than one can have. */
    void deleteAll(StoredItem ended) {
        if (ended.values().containsKey("attributes")
                && ended.values().get("attributes").hasM()) {
            List<ChunkReference> references =
                    ChunkReference.in(ended.attributes().values());
            if (references.stream().mapToLong(ChunkReference::size).sum() <= limits.readableBytes()) {
                delete(references);
            }
        }
    }

    /** Deletes chunks that were written for a session that has ended meanwhile. */
    void deleteWritten(TrackedSessionData data) {
        delete(new ArrayList<>(data.written()));
    }

    /** Up to the first failure: a request waits. */
    private void delete(Collection<ChunkReference> references) {
        try {
            references.forEach(reference -> layout.keys(reference).forEach(dynamo::deleteChunk));
        } catch (UnavailableException | RejectedException e) {
            log.debug("Chunks of large attributes are left to their TTL: {}", e.getMessage());
        }
    }
}
