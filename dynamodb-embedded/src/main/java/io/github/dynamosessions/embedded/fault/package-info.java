/** Faults that a test provokes. */
@NullMarked
package io.github.dynamosessions.embedded.fault;

import org.jspecify.annotations.NullMarked;
