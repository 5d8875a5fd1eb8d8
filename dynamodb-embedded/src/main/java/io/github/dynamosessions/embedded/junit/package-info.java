/** A DynamoDB for JUnit tests: {@link io.github.dynamosessions.embedded.junit.DynamoDbExtension}. */
@NullMarked
package io.github.dynamosessions.embedded.junit;

import org.jspecify.annotations.NullMarked;
