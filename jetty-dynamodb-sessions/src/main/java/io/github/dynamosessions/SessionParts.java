package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.RejectedException;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import io.github.dynamosessions.internal.item.ItemCodec;
import io.github.dynamosessions.internal.item.PartLayout;
import io.github.dynamosessions.internal.item.PartReference;
import io.github.dynamosessions.internal.item.PartWrites;
import io.github.dynamosessions.internal.item.SpilledValue;
import io.github.dynamosessions.internal.item.StoredItem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.session.SessionData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of big values: written before an item refers to them, deleted when none does any more. Thread safe.
 *
 * <p>Deleting is a courtesy. What is left behind, by a crash or by a DynamoDB that fails, goes when its TTL has passed; only
 * parts of a session that never expired have none any more.
 */
final class SessionParts {

    private static final Logger LOG = LoggerFactory.getLogger(SessionParts.class);

    private final PartLayout layout;
    private final DynamoGateway dynamo;

    SessionParts(PartLayout layout, DynamoGateway dynamo) {
        this.layout = layout;
        this.dynamo = dynamo;
    }

    /** Writes what must be there before the item is written. */
    void write(PartWrites writes) {
        for (SpilledValue value : writes.spilled()) {
            for (StoredItem part : layout.items(value)) {
                dynamo.putPart(part);
            }
        }
        for (PartReference renewed : writes.renewed().values()) {
            dynamo.renewParts(layout.keys(renewed), renewed.expirySeconds());
        }
    }

    /** Lets the item of a session say which parts have been renewed. If it does not, they are renewed once more. */
    void renewed(String sessionKey, Map<String, PartReference> renewed) {
        bestEffort(
                () -> renewed.forEach((attribute, reference) -> dynamo.partsRenewed(sessionKey, attribute, reference)));
    }

    /**
     * Once the item of a session that never expires refers to its parts, they lose their TTL. If that fails, it is done with
     * the next write of the session.
     */
    void keep(String sessionKey, SessionData data, ItemCodec items) {
        Map<String, PartReference> unending = items.unending(data);
        boolean kept = bestEffort(() -> unending.forEach((attribute, reference) -> {
            dynamo.renewParts(layout.keys(reference), reference.expirySeconds());
            dynamo.partsRenewed(sessionKey, attribute, reference);
        }));
        if (kept) {
            items.renewed(data, unending);
        }
    }

    /** Deletes the parts of values that no item refers to, up to the first failure: somebody waits. */
    void delete(Collection<PartReference> references) {
        bestEffort(() -> references.forEach(reference -> layout.keys(reference).forEach(dynamo::deletePart)));
    }

    /** Deletes what one item referred to and the one in its place does not. */
    void deleteReplaced(StoredItem before, StoredItem now) {
        List<PartReference> replaced = PartReference.in(before.attributes().values());
        Set<String> kept = PartReference.in(now.attributes().values()).stream()
                .map(PartReference::partId)
                .collect(Collectors.toSet());
        replaced.removeIf(reference -> kept.contains(reference.partId()));
        delete(replaced);
    }

    private static boolean bestEffort(Runnable call) {
        try {
            call.run();
            return true;
        } catch (UnavailableException | RejectedException e) {
            LOG.debug("parts are left to the TTL that they have: {}", e.getMessage());
            return false;
        }
    }
}
