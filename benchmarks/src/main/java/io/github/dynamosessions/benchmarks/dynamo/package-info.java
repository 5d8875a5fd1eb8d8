/** The two DynamoDBs behind the benchmarks: the embedded engine, whose units are counted, and a stub, which costs nothing. */
@NullMarked
package io.github.dynamosessions.benchmarks.dynamo;

import org.jspecify.annotations.NullMarked;
