package io.github.dynamosessions.cli;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.ObjectStreamConstants;
import org.jspecify.annotations.Nullable;

/**
 * The class of the first object in a stream of Java serialization, read from the stream's bytes as the Object Serialization
 * Stream Protocol lays them down. No object is made and no class is loaded: what is stored may be hostile.
 */
final class JavaClassName {

    private JavaClassName() {}

    /**
     * Reads it.
     *
     * @param stored what holds the stream
     * @param offset where the stream begins
     * @return the binary name; null if the stream begins with something else
     */
    static @Nullable String of(byte[] stored, int offset) {
        int length = Math.max(0, stored.length - offset);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored, offset, length))) {
            if (in.readShort() != ObjectStreamConstants.STREAM_MAGIC
                    || in.readShort() != ObjectStreamConstants.STREAM_VERSION) {
                return null;
            }
            return switch (in.readByte()) {
                case ObjectStreamConstants.TC_STRING, ObjectStreamConstants.TC_LONGSTRING -> "java.lang.String";
                case ObjectStreamConstants.TC_OBJECT, ObjectStreamConstants.TC_ARRAY, ObjectStreamConstants.TC_ENUM ->
                    in.readByte() == ObjectStreamConstants.TC_CLASSDESC ? in.readUTF() : null;
                default -> null;
            };
        } catch (IOException e) {
            return null; // cut off: the class is unknown
        }
    }
}
