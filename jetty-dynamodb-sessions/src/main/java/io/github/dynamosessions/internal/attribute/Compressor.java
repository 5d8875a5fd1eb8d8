package io.github.dynamosessions.internal.attribute;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A compression algorithm. Thread safe. */
interface Compressor {

    /** What identifies its output in the table, forever. */
    int id();

    /**
     * Compresses.
     *
     * @param maxBytes a longer result is of no use
     * @return null if the result would be longer
     */
    byte @Nullable [] compress(byte[] plain, int maxBytes);

    /**
     * Fills a buffer.
     *
     * @param compressed holds the compressed bytes from an offset on to its end
     * @throws IOException if they are malformed, or come to more or less than the buffer holds
     */
    void decompress(byte[] compressed, int offset, byte[] plain) throws IOException;
}
