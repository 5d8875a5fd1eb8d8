/** One attribute value and its stored form. The door is {@code AttributeCodec}. */
@NullMarked
package io.github.dynamosessions.internal.attribute;

import org.jspecify.annotations.NullMarked;
