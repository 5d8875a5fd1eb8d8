package io.github.dynamosessions.embedded.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a {@code String} parameter of a test, lifecycle method or test constructor that gets the name of a fresh,
 * active, empty table with a single String hash key. {@link DynamoDbExtension} makes the table and deletes it
 * after the test class.
 *
 * <pre>{@code
 * @Test
 * void findsWhatItStored(DynamoDbClient client, @FreshTable(hashKey = "sessionId") String table) {}
 * }</pre>
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface FreshTable {

    /** The name of the hash key. */
    String hashKey() default "id";
}
