/** Counters of a store, and log lines at a limited rate. */
@NullMarked
package io.github.dynamosessions.internal.metrics;

import org.jspecify.annotations.NullMarked;
