/** What lies in the sessions that are measured. */
@NullMarked
package io.github.dynamosessions.benchmarks.session;

import org.jspecify.annotations.NullMarked;
