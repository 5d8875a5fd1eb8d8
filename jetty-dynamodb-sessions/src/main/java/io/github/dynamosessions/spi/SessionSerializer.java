package io.github.dynamosessions.spi;

import java.io.IOException;

/**
 * Turns a session attribute that has no native form in DynamoDB into bytes, and back.
 *
 * <p>Strings, booleans, integers, longs and byte arrays never reach a serializer: they are stored natively. The bytes
 * of everything else are stored behind one header byte that holds {@link #id()}, so a table may hold values of several
 * serializers: those of the built-in {@code java} serializer are read as far as {@code allowedClasses} names their classes.
 *
 * <p>The attributes that Jetty itself sets, whose names begin with {@code org.eclipse.jetty.}, never reach it either.
 *
 * <p>Both methods are called with the web application's class loader as the thread's context class loader, possibly by
 * many threads at once: implementations are thread safe. {@link #deserialize} is called on threads of the store, within Jetty's
 * context, and without what the application keeps in its threads.
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
     * Reads one attribute value. What uses a processor for longer than a second is given up, and the value counts as unreadable;
     * its thread is interrupted.
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
