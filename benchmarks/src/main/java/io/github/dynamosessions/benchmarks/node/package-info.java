/** A Jetty with sessions, and those who visit it. */
@NullMarked
package io.github.dynamosessions.benchmarks.node;

import org.jspecify.annotations.NullMarked;
