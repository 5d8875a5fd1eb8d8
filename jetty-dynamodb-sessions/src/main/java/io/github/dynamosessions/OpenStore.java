package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.TableSettings;
import io.github.dynamosessions.internal.item.ItemCodec;
import io.github.dynamosessions.internal.item.PartLayout;
import io.github.dynamosessions.internal.item.SessionScope;
import io.github.dynamosessions.spi.SessionMetrics;
import java.util.function.Consumer;

/** What a store consists of between its start and its stop. */
record OpenStore(
        SessionScope scope,
        ItemCodec items,
        SessionIds ids,
        DynamoGateway dynamo,
        SessionWriter writer,
        ExpiredSessions expired) {

    /** @param outdatedIds told of each id under which a copy that this node keeps of a changed session is outdated */
    static OpenStore of(
            DynamoSessionOptions options,
            TableSettings table,
            SessionScope scope,
            DynamoGateway dynamo,
            SessionMetrics metrics,
            Consumer<String> outdatedIds) {
        PartLayout layout = new PartLayout(table.schema(), scope.keyPrefix());
        ItemCodec items = new ItemCodec(
                table.schema(),
                scope,
                options.attributeCodec(),
                options.lifetimes(),
                options.valueLimits(),
                new SpilledValueReader(layout, dynamo, options.consistentReads));
        SessionParts parts = new SessionParts(layout, dynamo);
        Consumer<String> outdatedKeys = key -> outdatedIds.accept(scope.id(key));
        SessionMover mover = new SessionMover(items, dynamo, parts, outdatedKeys);
        return new OpenStore(
                scope,
                items,
                new SessionIds(scope, items, mover),
                dynamo,
                new SessionWriter(items, dynamo, parts, mover, metrics, outdatedKeys),
                new ExpiredSessions(scope, dynamo, parts, metrics));
    }

    void close() {
        dynamo.close();
    }
}
