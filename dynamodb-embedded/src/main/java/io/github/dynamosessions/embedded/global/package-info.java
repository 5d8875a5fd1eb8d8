/** Global tables: one table in several Regions. */
@NullMarked
package io.github.dynamosessions.embedded.global;

import org.jspecify.annotations.NullMarked;
