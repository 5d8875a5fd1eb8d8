/** The store against the bare SDK. */
@NullMarked
package io.github.dynamosessions.benchmarks.overhead;

import org.jspecify.annotations.NullMarked;
