/** Jetty's session cache and session as ours: lazy reading, ending, rotation, and what a fault means for a request. */
@NullMarked
package io.github.dynamosessions.internal.session;

import org.jspecify.annotations.NullMarked;
