/** JSON text and its tree. */
@NullMarked
package io.github.dynamosessions.embedded.json;

import org.jspecify.annotations.NullMarked;
