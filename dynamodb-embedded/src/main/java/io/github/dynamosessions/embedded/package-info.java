/**
 * A DynamoDB engine in the JVM for tests and demos: {@link io.github.dynamosessions.embedded.DynamoDbEmbedded} runs it
 * behind HTTP.
 */
@NullMarked
package io.github.dynamosessions.embedded;

import org.jspecify.annotations.NullMarked;
