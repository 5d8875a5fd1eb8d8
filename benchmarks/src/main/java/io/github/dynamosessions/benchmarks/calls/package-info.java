/** Calls, units and money of a mix of requests, against a store that saves whole items. */
@NullMarked
package io.github.dynamosessions.benchmarks.calls;

import org.jspecify.annotations.NullMarked;
