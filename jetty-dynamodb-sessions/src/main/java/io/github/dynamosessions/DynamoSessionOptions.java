package io.github.dynamosessions;

import io.github.dynamosessions.internal.attribute.AttributeCodec;
import io.github.dynamosessions.internal.dynamo.DynamoConnection;
import io.github.dynamosessions.internal.dynamo.TableSettings;
import io.github.dynamosessions.internal.item.Lifetimes;
import io.github.dynamosessions.internal.item.ValueLimits;
import io.github.dynamosessions.spi.SessionMetrics;
import io.github.dynamosessions.spi.SessionSerializer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * Every setting of the session store, checked and immutable; safe to share between threads, nodes and contexts.
 *
 * <pre>{@code
 * DynamoSessionOptions options = DynamoSessionOptions.builder()
 *         .tableName("shop-sessions")
 *         .region("eu-central-1")
 *         .maxInactiveInterval(Duration.ofMinutes(20))
 *         .build();
 * }</pre>
 *
 * <p>A bad value fails at its setter, with the option, what is allowed and what it was; two options that exclude each
 * other fail in {@link Builder#build()}. Nothing is ever adjusted silently.
 */
public final class DynamoSessionOptions {

    /** Whether sessions stay in the memory of a node between requests. */
    public enum SessionCaching {
        /**
         * Every request that carries a session cookie reads the session from DynamoDB once. Right for any load
         * balancer, and the only choice with which every node sees every change at once.
         */
        NONE,
        /**
         * Saves the read of a request that comes while no other uses its session on this node, but a node does not see
         * what another node changed until it next writes the session. Only for load balancers with sticky sessions.
         */
        IN_MEMORY
    }

    /** What a request gets whose session cannot be read. */
    public enum OnReadFailure {
        /** 503 with {@code Retry-After}; the cookie and the session stay as they are. */
        UNAVAILABLE,
        /**
         * No session, as if there were none: the application goes on, and the user seems to be logged out until the store
         * is back. The stored session is not touched, a new one gets an id of its own.
         */
        NEW_SESSION
    }

    /** What a request gets whose session cannot be saved before its response leaves. */
    public enum OnWriteFailure {
        /** 503 with {@code Retry-After} in place of the application's response: what was answered 2xx is saved. */
        UNAVAILABLE,
        /**
         * The application's response; the loss is logged. For sessions whose loss does not matter. Still 503 if it would
         * give the session a new id.
         */
        LOG
    }

    final DynamoConnection connection;
    final TableSettings table;
    final boolean autoCreateTable;
    final String keyPrefix;
    final boolean consistentReads;
    final Duration touchInterval;
    final @Nullable Duration maxLifetime;
    final boolean expiryEvents;
    final OnReadFailure onReadFailure;
    final OnWriteFailure onWriteFailure;
    final SessionlessPaths sessionlessPaths;
    final @Nullable SessionSerializer serializer;
    final List<String> allowedClasses;
    final @Nullable SessionMetrics metrics;
    final long compressionThreshold;
    final long largeAttributeThreshold;
    final long maxSessionSize;
    final boolean detectMutations;
    private final @Nullable Duration maxInactiveInterval;
    private final SessionCaching sessionCache;

    private DynamoSessionOptions(Builder builder) {
        connection = builder.connection();
        table = builder.tableSettings();
        autoCreateTable = builder.autoCreateTable;
        keyPrefix = builder.keyPrefix;
        consistentReads = builder.consistentReads;
        touchInterval = builder.touchInterval;
        maxLifetime = builder.maxLifetime;
        expiryEvents = builder.expiryEvents;
        onReadFailure = builder.onReadFailure;
        onWriteFailure = builder.onWriteFailure;
        sessionlessPaths = builder.sessionlessPaths;
        serializer = builder.serializer;
        allowedClasses = builder.allowedClasses;
        metrics = builder.metrics;
        compressionThreshold = builder.compressionThreshold;
        largeAttributeThreshold = builder.largeAttributeThreshold;
        maxSessionSize = builder.maxSessionSize;
        detectMutations = builder.detectMutations;
        maxInactiveInterval = builder.maxInactiveInterval;
        sessionCache = builder.sessionCache;
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder; not thread safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The defaults, changed by the environment variables {@code DYNAMO_SESSION_<NAME>} of this process, for instance
     * {@code DYNAMO_SESSION_TABLE_NAME} or {@code DYNAMO_SESSION_TOUCH_INTERVAL=30s}.
     *
     * @return the options
     * @throws IllegalArgumentException if a variable names no option, its value is not allowed, or two exclude each
     *     other
     */
    public static DynamoSessionOptions fromEnvironment() {
        return builder().environment(System.getenv()).build();
    }

    /**
     * A client builder with the region, endpoint, credentials, timeouts and retries of these options, to which an
     * application may add what is its own (interceptors, metrics) before it hands the client in again. The SDK replaces
     * an override configuration as a whole: change {@code builder.overrideConfiguration().toBuilder()}.
     *
     * @return a new builder of a synchronous client
     * @throws IllegalStateException if these options already hold a client
     */
    public DynamoDbClientBuilder clientBuilder() {
        return connection.clientBuilder();
    }

    /** {@return the name of the table} */
    public String tableName() {
        return table.tableName();
    }

    /** {@return the name of the table's hash key} */
    public String hashKey() {
        return table.hashKey();
    }

    /** {@return the name of the TTL attribute, as configured} */
    public String ttlKey() {
        return table.ttlKey();
    }

    /**
     * The idle timeout that the Javalin plugin gives to new sessions.
     *
     * @return whole seconds, zero for none; empty if it was not set
     */
    public Optional<Duration> maxInactiveInterval() {
        return Optional.ofNullable(maxInactiveInterval);
    }

    /**
     * Which session cache the Javalin plugin installs.
     *
     * @return the cache
     */
    public SessionCaching sessionCache() {
        return sessionCache;
    }

    AttributeCodec attributeCodec() {
        return new AttributeCodec(serializer, allowedClasses, compressionThreshold);
    }

    ValueLimits valueLimits() {
        return new ValueLimits(largeAttributeThreshold, maxSessionSize);
    }

    Lifetimes lifetimes() {
        return new Lifetimes(touchInterval.toMillis(), maxLifetime == null ? 0 : maxLifetime.toMillis());
    }

    /** Every option as it is in force, as {@code name=value}; no credentials. */
    List<String> inForce() {
        return List.of(
                "tableName=" + table.tableName(),
                connection.toString(),
                "hashKey=" + table.hashKey(),
                "ttlKey=" + table.ttlKey(),
                "ttlEnabled=" + table.ttlEnabled(),
                "autoCreateTable=" + autoCreateTable,
                "readCapacityUnits=" + orElse(table.readCapacityUnits(), "on demand"),
                "writeCapacityUnits=" + orElse(table.writeCapacityUnits(), "on demand"),
                "keyPrefix=" + keyPrefix,
                "maxInactiveInterval=" + orElse(maxInactiveInterval, "of the context"),
                "touchInterval=" + touchInterval,
                "maxLifetime=" + orElse(maxLifetime, "none"),
                "expiryEvents=" + expiryEvents,
                "consistentReads=" + consistentReads,
                "sessionCache=" + sessionCache,
                "sessionlessPaths=" + sessionlessPaths,
                "detectMutations=" + detectMutations,
                "onReadFailure=" + onReadFailure,
                "onWriteFailure=" + onWriteFailure,
                "compressionThreshold=" + compressionThreshold,
                "largeAttributeThreshold=" + largeAttributeThreshold,
                "maxSessionSize=" + maxSessionSize,
                "serializer="
                        + (serializer == null ? "Java" : serializer.getClass().getName()),
                "allowedClasses=" + (allowedClasses.isEmpty() ? "every class" : allowedClasses),
                "metrics=" + (metrics == null ? "none" : metrics.getClass().getName()));
    }

    private static Object orElse(@Nullable Object value, String otherwise) {
        return value == null ? otherwise : value;
    }

    @Override
    public String toString() {
        return "DynamoSessionOptions" + inForce();
    }

    /** Collects and checks options; not thread safe. Each setter states its default and its range. */
    public static final class Builder extends ValueOptions<Builder> {

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Applies environment variables on top of what is set so far: {@code DYNAMO_SESSION_} and the option's name in
         * upper case with underscores. Other variables are left alone.
         *
         * @param variables names and values, usually {@link System#getenv()}
         * @return this builder
         * @throws IllegalArgumentException if a variable with that prefix names no option or has a bad value
         */
        public Builder environment(Map<String, String> variables) {
            OptionTexts.applyEnvironment(this, variables);
            return this;
        }

        /**
         * Checks what excludes each other and gives the options.
         *
         * @return the options
         * @throws IllegalArgumentException naming both options, if two contradict each other
         */
        public DynamoSessionOptions build() {
            checkConflicts();
            return new DynamoSessionOptions(this);
        }
    }
}
