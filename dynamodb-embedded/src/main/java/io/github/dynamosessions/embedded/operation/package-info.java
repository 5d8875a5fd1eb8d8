/** The operations of DynamoDB, each on a checked request and the engine's tables. */
@NullMarked
package io.github.dynamosessions.embedded.operation;

import org.jspecify.annotations.NullMarked;
