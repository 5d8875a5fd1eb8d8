package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.dynamo.TableSettings;
import io.github.dynamosessions.internal.item.ItemCodec;
import io.github.dynamosessions.internal.item.PartLayout;
import io.github.dynamosessions.internal.item.SessionScope;

/** What a store consists of between its start and its stop. */
record OpenStore(
        SessionScope scope,
        ItemCodec items,
        DynamoGateway dynamo,
        SessionParts parts,
        SessionWriter writer,
        ExpiredSessions expired) {

    static OpenStore of(DynamoSessionOptions options, TableSettings table, SessionScope scope, DynamoGateway dynamo) {
        PartLayout layout = new PartLayout(table.schema(), scope.keyPrefix());
        ItemCodec items = new ItemCodec(
                table.schema(),
                scope,
                options.attributeCodec(),
                options.lifetimes(),
                options.valueLimits(),
                new SpilledValueReader(scope, layout, dynamo, options.consistentReads));
        SessionParts parts = new SessionParts(layout, dynamo);
        return new OpenStore(
                scope,
                items,
                dynamo,
                parts,
                new SessionWriter(items, dynamo, parts),
                new ExpiredSessions(scope, dynamo, parts));
    }

    void close() {
        parts.deleteDoomed();
        dynamo.close();
    }
}
