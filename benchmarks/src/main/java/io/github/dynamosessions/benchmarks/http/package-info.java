/** Throughput and latency of a Javalin application. */
@NullMarked
package io.github.dynamosessions.benchmarks.http;

import org.jspecify.annotations.NullMarked;
