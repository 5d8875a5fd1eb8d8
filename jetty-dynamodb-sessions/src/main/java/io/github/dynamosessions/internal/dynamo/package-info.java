/** The only place that calls DynamoDB. The door is {@code DynamoGateway}. */
@NullMarked
package io.github.dynamosessions.internal.dynamo;

import org.jspecify.annotations.NullMarked;
