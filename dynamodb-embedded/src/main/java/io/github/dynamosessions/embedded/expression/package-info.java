/** Expressions: their text, their rules and what they do with items. */
@NullMarked
package io.github.dynamosessions.embedded.expression;

import org.jspecify.annotations.NullMarked;
