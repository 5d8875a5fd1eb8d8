package io.github.dynamosessions.internal.item;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Where session data gets the values that lie in parts, when somebody asks for them. Thread safe. */
@FunctionalInterface
public interface SpilledValues {

    /**
     * Reads a value.
     *
     * @param key the key under which the session is stored
     * @param name the attribute
     * @param reference what the item held when the session was read
     * @return what is stored now; null if there is no such attribute any more
     * @throws IllegalStateException if there is no such session any more
     */
    @Nullable
    Found read(String key, String name, PartReference reference);

    /**
     * A value as it is stored now.
     *
     * @param stored what the item holds: the same reference, another one, or the value itself
     * @param bytes what the parts of a reference hold; null if they are missing or damaged, or if there is no reference
     */
    record Found(AttributeValue stored, @Nullable SdkBytes bytes) {}
}
