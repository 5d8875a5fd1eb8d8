/**
 * Every interleaving of a few requests to the real code, within bounds: Jetty, the library and the AWS SDK run as they are, on an
 * engine in this JVM; at each call to DynamoDB a {@code Scheduler} decides which request goes on
 * and what becomes of the call. After each run, {@code Promise}s are checked.
 */
package io.github.dynamosessions.proof;
