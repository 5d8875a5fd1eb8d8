package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.TableSettings;
import io.github.dynamosessions.internal.item.ItemCodec;
import io.github.dynamosessions.internal.item.PartLayout;
import io.github.dynamosessions.internal.item.SessionScope;
import io.github.dynamosessions.spi.SessionMetrics;

/** What a store consists of between its start and its stop. */
record OpenStore(
        SessionScope scope,
        ItemCodec items,
        SessionIds ids,
        DynamoGateway dynamo,
        SessionWriter writer,
        ExpiredSessions expired) {

    static OpenStore of(
            DynamoSessionOptions options,
            TableSettings table,
            SessionScope scope,
            DynamoGateway dynamo,
            SessionMetrics metrics) {
        PartLayout layout = new PartLayout(table.schema(), scope.keyPrefix());
        ItemCodec items = new ItemCodec(
                table.schema(),
                scope,
                options.attributeCodec(),
                options.lifetimes(),
                options.valueLimits(),
                new SpilledValueReader(layout, dynamo, options.consistentReads));
        SessionParts parts = new SessionParts(layout, dynamo);
        SessionMover mover = new SessionMover(items, dynamo, parts);
        return new OpenStore(
                scope,
                items,
                new SessionIds(scope, items, mover),
                dynamo,
                new SessionWriter(items, dynamo, parts, mover, metrics),
                new ExpiredSessions(scope, dynamo, parts, metrics));
    }

    void close() {
        dynamo.close();
    }
}
