/**
 * The stored item: its schema, its keys, and the way from session data to an item and back. Knows no client.
 * The door is {@code ItemCodec}.
 */
@NullMarked
package io.github.dynamosessions.internal.item;

import org.jspecify.annotations.NullMarked;
