package io.github.dynamosessions.internal.store;

import io.github.dynamosessions.internal.attribute.AttributeCodec;
import io.github.dynamosessions.internal.dynamo.DynamoConnection;
import io.github.dynamosessions.internal.dynamo.TableSettings;
import io.github.dynamosessions.internal.item.Lifetimes;
import io.github.dynamosessions.internal.item.ValueLimits;
import java.util.function.UnaryOperator;

/**
 * How a store is set up.
 *
 * @param connection how DynamoDB is reached
 * @param table the table
 * @param autoCreateTable whether a missing table is created at start
 * @param consistentReads whether sessions are read with strong consistency
 * @param expiryEvents whether sessions are in the expiry index, and the scavenger looks for those that have expired
 * @param dropUnreadable whether a session is used without the attributes that cannot be read, or counts as unreadable
 * @param lifetimes how long sessions live, and by which clock
 * @param limits how much they hold
 * @param attributes the codec of attribute values
 * @param optionNames gives the name of an option in the form in which it was set
 */
public record StoreSettings(
        DynamoConnection connection,
        TableSettings table,
        boolean autoCreateTable,
        boolean consistentReads,
        boolean expiryEvents,
        boolean dropUnreadable,
        Lifetimes lifetimes,
        ValueLimits limits,
        AttributeCodec attributes,
        UnaryOperator<String> optionNames) {}
