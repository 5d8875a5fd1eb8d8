/**
 * DynamoDB Local for tests and demos: {@link io.github.dynamosessions.local.DynamoDbLocal} runs it in this process,
 * {@link io.github.dynamosessions.local.DynamoDbLocalExtension} hands it to JUnit tests.
 */
@NullMarked
package io.github.dynamosessions.local;

import org.jspecify.annotations.NullMarked;
