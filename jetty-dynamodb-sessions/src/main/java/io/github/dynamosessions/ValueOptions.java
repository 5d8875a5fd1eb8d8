package io.github.dynamosessions;

import io.github.dynamosessions.spi.SessionSerializer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of the builder that says how attribute values are stored.
 *
 * @param <B> the builder that users see
 */
abstract class ValueOptions<B> extends RequestOptions<B> {

    private static final long KB = 1024;
    private static final long MB = 1024 * KB;

    @Nullable
    SessionSerializer serializer;

    List<String> allowedClasses = List.of();
    long compressionThreshold = KB;
    long largeAttributeThreshold = 8 * KB;
    long maxSessionSize = 4 * MB;
    boolean detectMutations;

    /**
     * What serializes attribute values that have no native form. Default: Java serialization, aware of the web
     * application's class loader.
     *
     * @param serializer a serializer whose id is from 16 to 63
     * @return this builder
     * @throws IllegalArgumentException if its id is out of range
     */
    public B serializer(SessionSerializer serializer) {
        Objects.requireNonNull(serializer, "serializer");
        OptionChecks.between("serializer's id", serializer.id(), 16, 63);
        this.serializer = serializer;
        return self();
    }

    /**
     * The classes that the built-in Java serializer may write and read, as patterns of {@link
     * java.io.ObjectInputFilter}: {@code com.shop.**} is a package and those below it, {@code com.shop.*} a package,
     * {@code java.base/*} a module. Default: every class. Enforced when an attribute is stored as well, so that nothing
     * is stored that cannot be read. What values are made of has to be on the list too: {@code java.lang.Enum} for an
     * enum, {@code java.lang.Number} for a number, {@code java.lang.Object} for the arrays inside of collections.
     * {@code java.lang.*}, {@code java.math.*}, {@code java.time.*} and {@code java.util.*} do for most applications.
     *
     * @param patterns the patterns; without any, every class is allowed
     * @return this builder
     * @throws IllegalArgumentException if a pattern is malformed, a negation or a limit
     */
    public B allowedClasses(String... patterns) {
        for (String pattern : Objects.requireNonNull(patterns, "allowedClasses")) {
            OptionChecks.classes("allowedClasses", pattern);
        }
        this.allowedClasses = List.of(patterns);
        return self();
    }

    /**
     * Above which size a value is compressed: by the JDK's deflate, or by Zstandard where {@code
     * com.github.luben:zstd-jni} is on the class path; and kept so only if that makes it smaller. A text counts with its
     * bytes in UTF-8, an object with what its serializer makes of it. Default 1 KB, DynamoDB's unit of writing. Whatever
     * is set, values are read as they were written; those of Zstandard need its library.
     *
     * @param compressionThreshold bytes, from 0 to 67108864 (64 MB), which no value exceeds: nothing is compressed
     * @return this builder
     * @throws IllegalArgumentException if out of range
     */
    public B compressionThreshold(long compressionThreshold) {
        this.compressionThreshold = OptionChecks.between("compressionThreshold", compressionThreshold, 0, 64 * MB);
        return self();
    }

    /**
     * Above which size a value, as it is stored, lies in items of its own instead of in that of its session. Default 8 KB.
     * A write costs the size of the whole item, whatever of it changes: a big value in an item of its own is paid for when
     * it changes, and read when the application asks for it.
     *
     * @param largeAttributeThreshold bytes, from 0 to 358400 (350 KB): DynamoDB takes 400 KB in an item
     * @return this builder
     * @throws IllegalArgumentException if out of range
     */
    public B largeAttributeThreshold(long largeAttributeThreshold) {
        this.largeAttributeThreshold = OptionChecks.between("largeAttributeThreshold", largeAttributeThreshold, 0, 350 * KB);
        return self();
    }

    /**
     * How many bytes the values of a session take at most, as they are stored, those in items of their own included. A
     * request that would make it bigger is answered 500, nothing of it is stored, and the log names the largest attributes.
     * Default 4 MB.
     *
     * @param maxSessionSize bytes, from 1024 (1 KB) to 67108864 (64 MB), the most that a value is unpacked to
     * @return this builder
     * @throws IllegalArgumentException if out of range
     */
    public B maxSessionSize(long maxSessionSize) {
        this.maxSessionSize = OptionChecks.between("maxSessionSize", maxSessionSize, KB, 64 * MB);
        return self();
    }

    /**
     * Whether values that are changed in place are saved without {@code setAttribute}, as in {@code
     * ((List<String>) session.getAttribute("cart")).add("pen")}. Default false: an attribute is saved when it is set. With
     * true, every value that a request got from its session is serialized once more when the response is committed, and
     * when the request ends, and compared with what is stored; except for strings, booleans, integers and longs, which
     * nobody can change. An object that does not serialize to the same bytes each time is saved each time.
     *
     * @param detectMutations true to look for changes
     * @return this builder
     */
    public B detectMutations(boolean detectMutations) {
        this.detectMutations = detectMutations;
        return self();
    }

    @Override
    void checkConflicts() {
        super.checkConflicts();
        if (serializer != null && !allowedClasses.isEmpty()) {
            throw OptionChecks.conflict(
                    "allowedClasses", "serializer", "the allow-list belongs to the built-in Java serializer");
        }
    }
}
