package io.github.dynamosessions.internal.item;

/**
 * How much a session may hold, and where.
 *
 * @param spillAbove encoded values of more bytes than this lie in parts
 */
public record ValueLimits(long spillAbove) {}
