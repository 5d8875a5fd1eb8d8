/** Units of sessions with a big attribute. */
@NullMarked
package io.github.dynamosessions.benchmarks.big;

import org.jspecify.annotations.NullMarked;
