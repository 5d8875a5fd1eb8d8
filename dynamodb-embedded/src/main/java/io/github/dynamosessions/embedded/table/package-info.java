/** Tables, indexes and items, in memory and in order. */
@NullMarked
package io.github.dynamosessions.embedded.table;

import org.jspecify.annotations.NullMarked;
