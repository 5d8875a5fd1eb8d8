/** One session's life in the table: read, save, end, scavenge. The door is {@code SessionStore}. */
@NullMarked
package io.github.dynamosessions.internal.store;

import org.jspecify.annotations.NullMarked;
