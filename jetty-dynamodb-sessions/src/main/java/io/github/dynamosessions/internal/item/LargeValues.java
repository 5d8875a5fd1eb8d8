package io.github.dynamosessions.internal.item;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Where session data gets the values that lie in chunks, when somebody asks for them. Thread safe. */
@FunctionalInterface
public interface LargeValues {

    /**
     * Reads a value.
     *
     * @param data the session
     * @param name the attribute
     * @param reference what the item held when the session was read
     * @return what is stored now; null if there is no such attribute any more
     * @throws IllegalStateException if the session has ended
     */
    @Nullable
    Found read(TrackedSessionData data, String name, ChunkReference reference);

    /**
     * A value as it is stored now.
     *
     * @param stored what the item holds: the same reference, another one, or the value itself
     * @param bytes what the chunks of a reference hold; null if they are missing or damaged, or if there is no reference
     */
    record Found(AttributeValue stored, @Nullable SdkBytes bytes) {}
}
