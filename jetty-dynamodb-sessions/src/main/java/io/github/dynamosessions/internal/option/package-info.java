/** Parses and checks options, and words what is wrong with them. Does not know the options themselves. */
@NullMarked
package io.github.dynamosessions.internal.option;

import org.jspecify.annotations.NullMarked;
