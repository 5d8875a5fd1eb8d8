/** The scavenger, and the heap, with many sessions. */
@NullMarked
package io.github.dynamosessions.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
