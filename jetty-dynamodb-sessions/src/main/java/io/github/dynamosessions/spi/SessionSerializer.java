package io.github.dynamosessions.spi;

import java.io.IOException;

/**
 * Turns a session attribute that has no native form in DynamoDB into bytes, and back.
 *
 * <p>Strings, booleans, integers, longs and byte arrays never reach a serializer: they are stored natively. The bytes
 * of everything else are stored behind one header byte that holds {@link #id()}, so a table may hold values of several
 * serializers: whatever is configured, values of the built-in {@code java} serializer stay readable.
 *
 * <p>The attributes that Jetty itself sets, whose names begin with {@code org.eclipse.jetty.}, never reach it either.
 *
 * <p>Both methods are called with the web application's class loader as the thread's context class loader, possibly by
 * many threads at once: implementations are thread safe.
 */
public interface SessionSerializer {

    /**
     * What identifies this serializer's payloads in the table, forever: change the payload, and you need a new id.
     *
     * @return a number from 16 to 63 for a serializer of yours; 0 to 15 belong to this project
     */
    int id();

    /**
     * Writes one attribute value.
     *
     * @param value the value, never null and never of a type that is stored natively
     * @return its bytes; may be empty, must not be null
     * @throws IOException if the value cannot be serialized. The request then fails with an error that names the
     *     attribute and its class, and nothing of the session is stored
     */
    byte[] serialize(Object value) throws IOException;

    /**
     * Reads one attribute value. Called once more, on a thread with a large stack, if it overflows the stack.
     *
     * @param payload the bytes that {@link #serialize} returned, never null
     * @return the value, never null
     * @throws IOException if the bytes are malformed
     * @throws ClassNotFoundException if a class of the value is gone. As with malformed bytes, the session counts as
     *     unreadable: the user gets a fresh one. Whatever else is thrown is a fault of the serializer: the request fails
     *     with it, and the session is kept
     */
    Object deserialize(byte[] payload) throws IOException, ClassNotFoundException;
}
