package io.github.dynamosessions.model;

/**
 * One attribute as the item holds it.
 *
 * @param value identifies the write that set it, 0 where the attribute is not set; see {@link Values}
 * @param chunks the key of the chunk items that hold the value, 0 for a value in the item itself
 * @param entry the attribute's entry in {@code versions}, 0 without one
 */
record Attribute(int value, int chunks, int entry) {

    static final Attribute UNSET = new Attribute(0, 0, 0);
}
