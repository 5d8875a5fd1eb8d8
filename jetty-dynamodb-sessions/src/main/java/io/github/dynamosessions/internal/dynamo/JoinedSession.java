package io.github.dynamosessions.internal.dynamo;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A session of another context whose ID a new session takes over.
 *
 * @param table where it is stored
 * @param key of its item
 * @param verifier which the item must still have
 */
public record JoinedSession(TableSettings table, String key, AttributeValue verifier) {}
