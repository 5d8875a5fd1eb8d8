package io.github.dynamosessions;

import static java.util.Map.entry;

import io.github.dynamosessions.internal.attribute.AttributeCodec;
import io.github.dynamosessions.internal.dynamo.DynamoConnection;
import io.github.dynamosessions.internal.dynamo.TableSettings;
import io.github.dynamosessions.internal.item.Lifetimes;
import io.github.dynamosessions.internal.item.ValueLimits;
import io.github.dynamosessions.internal.option.BadOptionException;
import io.github.dynamosessions.internal.option.OptionChecks;
import io.github.dynamosessions.internal.option.OptionForm;
import io.github.dynamosessions.internal.option.OptionNames;
import io.github.dynamosessions.internal.option.OptionTexts;
import io.github.dynamosessions.internal.session.CookieSettings;
import io.github.dynamosessions.internal.session.SessionPolicy;
import io.github.dynamosessions.internal.session.SessionPolicy.Mutations;
import io.github.dynamosessions.internal.store.StoreSettings;
import io.github.dynamosessions.micrometer.MicrometerSessionMetrics;
import io.github.dynamosessions.spi.SessionMetrics;
import io.github.dynamosessions.spi.SessionSerializer;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.eclipse.jetty.http.HttpCookie.SameSite;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
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
 * <p>A bad value fails at its setter. The message names the option in the form in which it was set, what is allowed and
 * the value. Two options that exclude each other fail in {@link Builder#build()}. Nothing is adjusted silently.
 */
public final class DynamoSessionOptions {

    /** The response to a request whose session cannot be read. */
    public enum OnReadFailure {
        /** 503 with {@code Retry-After}. The cookie and the session stay as they are. */
        UNAVAILABLE,
        /**
         * The request is served without a session: the user seems to be logged out until the store is available again. The
         * stored session is not changed; a session that the request creates gets its own id.
         */
        NEW_SESSION
    }

    /** The response to a request whose session cannot be saved before the response is sent. */
    public enum OnWriteFailure {
        /** 503 with {@code Retry-After} instead of the application's response: a 2xx response means saved. */
        UNAVAILABLE,
        /**
         * The application's response; the loss is logged. For sessions whose loss does not matter. Still 503 if the request
         * changes the id of the session.
         */
        LOG
    }

    /** What happens to a session with an attribute that cannot be deserialized: its class is gone or was changed. */
    public enum OnUnreadableAttribute {
        /** The session ends: a missing attribute may be a missing restriction. The user gets a new one. */
        END_SESSION,
        /**
         * The session is used without the attribute. A WARN names it. It stays in the table until the application sets it again
         * or the session ends, for nodes that can read it.
         */
        DROP_ATTRIBUTE
    }

    /** What happens to values that are changed in place, without {@code setAttribute}. */
    public enum DetectMutations {
        /** Nothing: an attribute is saved when it is set. */
        OFF,
        /** The change is not saved. A WARN names the attribute, for which {@code setAttribute} is missing. */
        WARN,
        /** The attribute is saved as if it had been set. */
        SAVE
    }

    private static final String OF_CONTEXT = "of the context";

    final DynamoConnection connection;
    final TableSettings table;
    final boolean autoCreateTable;
    final String keyPrefix;
    final boolean consistentReads;
    final @Nullable Duration touchInterval;
    final @Nullable Duration maxLifetime;
    final boolean expiryEvents;
    final OnReadFailure onReadFailure;
    final OnWriteFailure onWriteFailure;
    final OnUnreadableAttribute onUnreadableAttribute;
    final @Nullable SessionSerializer serializer;
    final List<String> allowedClasses;
    final @Nullable SessionMetrics metrics;
    final long compressionThreshold;
    final long largeAttributeThreshold;
    final long maxSessionSize;
    final DetectMutations detectMutations;
    final OptionNames names;
    private final InstantSource clock;
    private final @Nullable Duration maxInactiveInterval;
    private final @Nullable String cookieName;
    private final @Nullable Boolean cookieSecure;
    private final @Nullable SameSite cookieSameSite;
    private final @Nullable String cookiePath;
    private final @Nullable String cookieDomain;
    private final @Nullable Duration cookieMaxAge;
    private final @Nullable Boolean cookiePartitioned;
    private final @Nullable Boolean urlSessionIds;

    private DynamoSessionOptions(Builder builder) {
        connection = builder.connection();
        table = builder.table();
        autoCreateTable = builder.autoCreateTable;
        keyPrefix = builder.keyPrefix;
        consistentReads = builder.consistentReads;
        touchInterval = builder.touchInterval;
        maxLifetime = builder.maxLifetime;
        expiryEvents = builder.expiryEvents;
        onReadFailure = builder.onReadFailure;
        onWriteFailure = builder.onWriteFailure;
        onUnreadableAttribute = builder.onUnreadableAttribute;
        serializer = builder.serializer;
        allowedClasses = builder.allowedClasses;
        metrics = builder.metrics;
        compressionThreshold = builder.compressionThreshold;
        largeAttributeThreshold = builder.largeAttributeThreshold;
        maxSessionSize = builder.maxSessionSize;
        detectMutations = builder.detectMutations;
        names = builder.names();
        clock = builder.clock;
        maxInactiveInterval = builder.maxInactiveInterval;
        cookieName = builder.cookieName;
        cookieSecure = builder.cookieSecure;
        cookieSameSite = builder.cookieSameSite;
        cookiePath = builder.cookiePath;
        cookieDomain = builder.cookieDomain;
        cookieMaxAge = builder.cookieMaxAge;
        cookiePartitioned = builder.cookiePartitioned;
        urlSessionIds = builder.urlSessionIds;
    }

    /**
     * Starts with the defaults.
     *
     * @return a builder; not thread safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The defaults, changed by the environment variables {@code DYNAMO_SESSION_<OPTION>} of this process, for example
     * {@code DYNAMO_SESSION_TABLE_NAME} or {@code DYNAMO_SESSION_TOUCH_INTERVAL=30s}.
     *
     * @return the options
     * @throws IllegalArgumentException if a variable with this prefix names no option, a value is not allowed, or two
     *     options exclude each other
     */
    public static DynamoSessionOptions fromEnvironment() {
        return builder()
                .setUsually(OptionForm.VARIABLE)
                .environment(System.getenv())
                .build();
    }

    /**
     * A client builder with the region, endpoint, credentials, timeouts and retries of these options. An application can
     * add its own settings (interceptors, metrics) and pass the client to {@link Builder#client}. The SDK replaces an
     * override configuration as a whole: change {@code builder.overrideConfiguration().toBuilder()}.
     *
     * @return a new builder of a synchronous client
     * @throws IllegalStateException if these options have a user-supplied client
     */
    public DynamoDbClientBuilder clientBuilder() {
        return connection.clientBuilder();
    }

    /** {@return the name of the table} */
    public String tableName() {
        return table.tableName();
    }

    /** {@return the name of the table's partition key} */
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

    StoreSettings storeSettings() {
        return new StoreSettings(
                connection,
                table,
                autoCreateTable,
                consistentReads,
                expiryEvents,
                onUnreadableAttribute == OnUnreadableAttribute.DROP_ATTRIBUTE,
                Lifetimes.of(touchInterval, maxLifetime, clock),
                new ValueLimits(largeAttributeThreshold, maxSessionSize),
                new AttributeCodec(serializer, allowedClasses, compressionThreshold),
                names::of);
    }

    SessionPolicy sessionPolicy() {
        return new SessionPolicy(
                onReadFailure == OnReadFailure.NEW_SESSION,
                onWriteFailure == OnWriteFailure.UNAVAILABLE,
                switch (detectMutations) {
                    case OFF -> Mutations.IGNORED;
                    case WARN -> Mutations.LOGGED;
                    case SAVE -> Mutations.SAVED;
                });
    }

    CookieSettings cookieSettings(boolean secureDefaults) {
        return new CookieSettings(
                cookieName,
                cookieSecure,
                cookieSameSite,
                cookiePath,
                cookieDomain,
                cookieMaxAge,
                cookiePartitioned,
                urlSessionIds,
                secureDefaults);
    }

    /** The effective configuration, as {@code name=value}; without credentials. */
    List<String> effectiveConfiguration() {
        List<String> settings = new ArrayList<>(List.of("tableName=" + table.tableName(), connection.toString()));
        if (connection.client() == null) {
            settings.addAll(List.of(
                    "apiCallTimeout=" + OptionTexts.text(connection.callTimeout()),
                    "apiCallAttemptTimeout=" + OptionTexts.text(connection.attemptTimeout()),
                    "maxAttempts=" + connection.maxAttempts()));
        }
        settings.addAll(List.of(
                "hashKey=" + table.hashKey(),
                "ttlKey=" + table.ttlKey(),
                "ttlEnabled=" + table.ttlEnabled(),
                "autoCreateTable=" + autoCreateTable,
                "readCapacityUnits=" + orElse(table.readCapacityUnits(), "on demand"),
                "writeCapacityUnits=" + orElse(table.writeCapacityUnits(), "on demand"),
                "keyPrefix=" + keyPrefix,
                "maxInactiveInterval=" + orElse(maxInactiveInterval, OF_CONTEXT),
                "cookieName=" + orElse(cookieName, OF_CONTEXT),
                "cookieSecure=" + orElse(cookieSecure, OF_CONTEXT),
                "cookieSameSite=" + orElse(cookieSameSite, OF_CONTEXT),
                "cookiePath=" + orElse(cookiePath, OF_CONTEXT),
                "cookieDomain=" + orElse(cookieDomain, OF_CONTEXT),
                "cookieMaxAge=" + orElse(cookieMaxAge, OF_CONTEXT),
                "cookiePartitioned=" + orElse(cookiePartitioned, OF_CONTEXT),
                "urlSessionIds=" + orElse(urlSessionIds, OF_CONTEXT),
                "touchInterval=" + orElse(touchInterval, "a tenth of the idle timeout"),
                "maxLifetime=" + orElse(maxLifetime, "none"),
                "expiryEvents=" + expiryEvents,
                "consistentReads=" + consistentReads,
                "detectMutations=" + detectMutations,
                "onReadFailure=" + onReadFailure,
                "onWriteFailure=" + onWriteFailure,
                "onUnreadableAttribute=" + onUnreadableAttribute,
                "compressionThreshold=" + compressionThreshold,
                "largeAttributeThreshold=" + largeAttributeThreshold,
                "maxSessionSize=" + maxSessionSize,
                "serializer="
                        + (serializer == null ? "java" : serializer.getClass().getName()),
                "allowedClasses="
                        + (!allowedClasses.isEmpty() ? allowedClasses : serializer == null ? "every class" : "none"),
                "metrics=" + (metrics == null ? "none" : metrics.getClass().getName())));
        return settings;
    }

    private static Object orElse(@Nullable Object value, String otherwise) {
        if (value == null) {
            return otherwise;
        }
        return value instanceof Duration duration ? OptionTexts.text(duration) : value;
    }

    @Override
    public String toString() {
        return "DynamoSessionOptions" + effectiveConfiguration();
    }

    /** Collects and checks options; not thread safe. Each setter states its default and its range. */
    public static final class Builder {

        private static final long KB = 1024;
        private static final long MB = 1024 * KB;

        /** More than the default quota of an account (40,000); DynamoDB checks the account's own quota. */
        private static final long MAX_CAPACITY_UNITS = 1_000_000;

        private static final Duration MIN_TIMEOUT = Duration.ofMillis(10);
        private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);
        private static final Duration DEFAULT_ATTEMPT_TIMEOUT = Duration.ofSeconds(1);
        private static final Duration TEN_YEARS = Duration.ofDays(3650);

        /** How each option is set from a text. All but {@code client}, which has no text. */
        private static final Map<String, BiConsumer<Builder, String>> SETTERS = Map.ofEntries(
                entry("tableName", Builder::tableName),
                entry("hashKey", Builder::hashKey),
                entry("ttlKey", Builder::ttlKey),
                entry("ttlEnabled", (b, text) -> b.ttlEnabled(OptionTexts.bool(text))),
                entry("readCapacityUnits", (b, text) -> b.readCapacityUnits(OptionTexts.number(text))),
                entry("writeCapacityUnits", (b, text) -> b.writeCapacityUnits(OptionTexts.number(text))),
                entry("autoCreateTable", (b, text) -> b.autoCreateTable(OptionTexts.bool(text))),
                entry("region", Builder::region),
                entry("endpoint", (b, text) -> b.endpoint(OptionTexts.uri(text))),
                entry("accessKeyId", Builder::accessKeyId),
                entry("secretAccessKey", Builder::secretAccessKey),
                entry("sessionToken", Builder::sessionToken),
                entry("profile", Builder::profile),
                entry("apiCallTimeout", (b, text) -> b.apiCallTimeout(OptionTexts.duration(text))),
                entry("apiCallAttemptTimeout", (b, text) -> b.apiCallAttemptTimeout(OptionTexts.duration(text))),
                entry("maxAttempts", (b, text) -> b.maxAttempts(OptionTexts.number(text))),
                entry("keyPrefix", Builder::keyPrefix),
                entry("consistentReads", (b, text) -> b.consistentReads(OptionTexts.bool(text))),
                entry("touchInterval", (b, text) -> b.touchInterval(OptionTexts.duration(text))),
                entry("maxInactiveInterval", (b, text) -> b.maxInactiveInterval(OptionTexts.duration(text))),
                entry("cookieName", Builder::cookieName),
                entry("cookieSecure", (b, text) -> b.cookieSecure(OptionTexts.bool(text))),
                entry("cookieSameSite", (b, text) -> b.cookieSameSite(OptionTexts.constant(SameSite.class, text))),
                entry("cookiePath", Builder::cookiePath),
                entry("cookieDomain", Builder::cookieDomain),
                entry("cookieMaxAge", (b, text) -> b.cookieMaxAge(OptionTexts.duration(text))),
                entry("cookiePartitioned", (b, text) -> b.cookiePartitioned(OptionTexts.bool(text))),
                entry("urlSessionIds", (b, text) -> b.urlSessionIds(OptionTexts.bool(text))),
                entry("maxLifetime", (b, text) -> b.maxLifetime(OptionTexts.duration(text))),
                entry("expiryEvents", (b, text) -> b.expiryEvents(OptionTexts.bool(text))),
                entry("onReadFailure", (b, text) -> b.onReadFailure(OptionTexts.constant(OnReadFailure.class, text))),
                entry(
                        "onWriteFailure",
                        (b, text) -> b.onWriteFailure(OptionTexts.constant(OnWriteFailure.class, text))),
                entry(
                        "onUnreadableAttribute",
                        (b, text) -> b.onUnreadableAttribute(OptionTexts.constant(OnUnreadableAttribute.class, text))),
                entry("serializer", Builder::serializerFrom),
                entry("allowedClasses", (b, text) -> b.allowedClasses(OptionTexts.list(text))),
                entry("metrics", (b, text) -> b.metrics(metricsFrom(text))),
                entry("compressionThreshold", (b, text) -> b.compressionThreshold(OptionTexts.size(text))),
                entry("largeAttributeThreshold", (b, text) -> b.largeAttributeThreshold(OptionTexts.size(text))),
                entry("maxSessionSize", (b, text) -> b.maxSessionSize(OptionTexts.size(text))),
                entry(
                        "detectMutations",
                        (b, text) -> b.detectMutations(OptionTexts.constant(DetectMutations.class, text))));

        /** The form in which an option was set, unless by its setter: conflicts name it in the same form. */
        private final Map<String, OptionForm> forms = new HashMap<>();

        /** What was written there. */
        private final Map<String, String> texts = new HashMap<>();

        /** The form of options that are not set, for messages: that of those which are. */
        private OptionForm usualForm = OptionForm.OPTION;

        private String tableName = "sessions";
        private String hashKey = "sessionId";
        private String ttlKey = "expires";
        private boolean ttlEnabled = true;
        private @Nullable Long readCapacityUnits;
        private @Nullable Long writeCapacityUnits;
        private boolean autoCreateTable;
        private @Nullable String region;
        private @Nullable URI endpoint;
        private @Nullable String accessKeyId;
        private @Nullable String secretAccessKey;
        private @Nullable String sessionToken;
        private @Nullable String profile;
        private @Nullable DynamoDbClient client;
        private @Nullable Duration apiCallTimeout;
        private @Nullable Duration apiCallAttemptTimeout;
        private @Nullable Integer maxAttempts;
        private String keyPrefix = "";
        private boolean consistentReads = true;
        private @Nullable Duration touchInterval;
        private @Nullable Duration maxInactiveInterval;
        private @Nullable String cookieName;
        private @Nullable Boolean cookieSecure;
        private @Nullable SameSite cookieSameSite;
        private @Nullable String cookiePath;
        private @Nullable String cookieDomain;
        private @Nullable Duration cookieMaxAge;
        private @Nullable Boolean cookiePartitioned;
        private @Nullable Boolean urlSessionIds;
        private @Nullable Duration maxLifetime;
        private boolean expiryEvents = true;
        private OnReadFailure onReadFailure = OnReadFailure.UNAVAILABLE;
        private OnWriteFailure onWriteFailure = OnWriteFailure.UNAVAILABLE;
        private OnUnreadableAttribute onUnreadableAttribute = OnUnreadableAttribute.END_SESSION;
        private @Nullable SessionMetrics metrics;
        private @Nullable SessionSerializer serializer;
        private List<String> allowedClasses = List.of();
        private InstantSource clock = InstantSource.system();
        private long compressionThreshold = KB;
        private long largeAttributeThreshold = 8 * KB;
        private long maxSessionSize = 4 * MB;
        private DetectMutations detectMutations = DetectMutations.OFF;

        private Builder() {}

        /**
         * The table that holds the sessions. Default {@code sessions}.
         *
         * @param tableName 3 to 255 characters of a-z, A-Z, 0-9, '_', '-' and '.'
         * @return this builder
         * @throws IllegalArgumentException for anything else
         */
        public Builder tableName(String tableName) {
            this.tableName = OptionChecks.matching(
                    "tableName",
                    tableName,
                    "[a-zA-Z0-9_.-]{3,255}",
                    "3 to 255 characters of a-z, A-Z, 0-9, '_', '-' and '.'");
            return this;
        }

        /**
         * The table's partition key, a String. Default {@code sessionId}.
         *
         * @param hashKey 1 to 255 bytes of UTF-8, and no name that the item format uses
         * @return this builder
         * @throws IllegalArgumentException for anything else
         */
        public Builder hashKey(String hashKey) {
            this.hashKey = OptionChecks.attributeName("hashKey", hashKey);
            return this;
        }

        /**
         * The Number attribute that holds the time to live in epoch seconds. Default {@code expires}. If {@code
         * autoCreateTable} finds a table whose TTL is enabled on another attribute, the store uses that attribute and logs
         * it.
         *
         * @param ttlKey 1 to 255 bytes of UTF-8, and no name that the item format uses
         * @return this builder
         * @throws IllegalArgumentException for anything else
         */
        public Builder ttlKey(String ttlKey) {
            this.ttlKey = OptionChecks.attributeName("ttlKey", ttlKey);
            return this;
        }

        /**
         * Whether TTL is enabled on a table that is created, and a table without TTL counts as a mistake. Default true.
         * Without TTL, sessions that no node ends stay in the table permanently.
         *
         * @param ttlEnabled false for a table without TTL
         * @return this builder
         */
        public Builder ttlEnabled(boolean ttlEnabled) {
            this.ttlEnabled = ttlEnabled;
            return this;
        }

        /**
         * Read capacity of a table that is created. Default unset: on demand. Requires {@link #writeCapacityUnits}. The
         * capacity of an existing table is never changed.
         *
         * @param readCapacityUnits from 1 to 1,000,000
         * @return this builder
         * @throws IllegalArgumentException if out of range
         */
        public Builder readCapacityUnits(long readCapacityUnits) {
            this.readCapacityUnits =
                    OptionChecks.between("readCapacityUnits", readCapacityUnits, 1, MAX_CAPACITY_UNITS);
            return this;
        }

        /**
         * Write capacity of a table that is created. Default unset: on demand. Requires {@link #readCapacityUnits}.
         *
         * @param writeCapacityUnits from 1 to 1,000,000
         * @return this builder
         * @throws IllegalArgumentException if out of range
         */
        public Builder writeCapacityUnits(long writeCapacityUnits) {
            this.writeCapacityUnits =
                    OptionChecks.between("writeCapacityUnits", writeCapacityUnits, 1, MAX_CAPACITY_UNITS);
            return this;
        }

        /**
         * Whether a missing table is created at start, with its TTL and its expiry index. Default false: a missing table stops the
         * start, and no rights to the table's definition are needed.
         *
         * @param autoCreateTable true to create the table if it is missing
         * @return this builder
         */
        public Builder autoCreateTable(boolean autoCreateTable) {
            this.autoCreateTable = autoCreateTable;
            return this;
        }

        /**
         * The AWS region. Default: the region that the AWS default chain finds. A region that starts with {@code local}
         * needs no credentials, and its endpoint defaults to {@code http://localhost:8000}, the port of DynamoDB Local.
         *
         * @param region lower case letters, digits and single hyphens
         * @return this builder
         * @throws IllegalArgumentException for anything else
         */
        public Builder region(String region) {
            this.region = OptionChecks.matching(
                    "region", region, "[a-z0-9]+(-[a-z0-9]+)*", "lower case letters, digits and single hyphens");
            return this;
        }

        /**
         * The endpoint of DynamoDB. Default: the endpoint of the region.
         *
         * @param endpoint an http or https URI with a host
         * @return this builder
         * @throws IllegalArgumentException for anything else
         */
        public Builder endpoint(URI endpoint) {
            this.endpoint = OptionChecks.endpoint("endpoint", endpoint);
            return this;
        }

        /**
         * The access key. Default: the credentials that the AWS default chain finds. Requires {@link #secretAccessKey}.
         *
         * @param accessKeyId not blank
         * @return this builder
         * @throws IllegalArgumentException if blank
         */
        public Builder accessKeyId(String accessKeyId) {
            this.accessKeyId = OptionChecks.notBlank("accessKeyId", accessKeyId);
            return this;
        }

        /**
         * The secret of the access key. Requires {@link #accessKeyId}; never logged.
         *
         * @param secretAccessKey not blank
         * @return this builder
         * @throws IllegalArgumentException if blank
         */
        public Builder secretAccessKey(String secretAccessKey) {
            this.secretAccessKey = OptionChecks.notBlank("secretAccessKey", secretAccessKey);
            return this;
        }

        /**
         * The token of temporary credentials. Requires {@link #accessKeyId}; never logged.
         *
         * @param sessionToken not blank
         * @return this builder
         * @throws IllegalArgumentException if blank
         */
        public Builder sessionToken(String sessionToken) {
            this.sessionToken = OptionChecks.notBlank("sessionToken", sessionToken);
            return this;
        }

        /**
         * The profile of the AWS configuration files that gives credentials and, unless set here, the region.
         *
         * @param profile not blank
         * @return this builder
         * @throws IllegalArgumentException if blank
         */
        public Builder profile(String profile) {
            this.profile = OptionChecks.notBlank("profile", profile);
            return this;
        }

        /**
         * A user-supplied client. It is used as it is, with its own region, credentials, timeouts and retries, and the store
         * never closes it. An attempt of this client should time out after about a second: this bounds how late a delayed
         * write can arrive. {@link DynamoSessionOptions#clientBuilder()} builds a client with the timeouts of the options.
         *
         * @param client the client
         * @return this builder
         */
        public Builder client(DynamoDbClient client) {
            this.client = Objects.requireNonNull(client, "client");
            return this;
        }

        /**
         * The longest that a request waits for one call to the store, including retries. Default 3 seconds.
         *
         * @param apiCallTimeout from 10 ms to 1 minute
         * @return this builder
         * @throws IllegalArgumentException if out of range
         */
        public Builder apiCallTimeout(Duration apiCallTimeout) {
            this.apiCallTimeout = OptionChecks.between("apiCallTimeout", apiCallTimeout, MIN_TIMEOUT, MAX_TIMEOUT);
            return this;
        }

        /**
         * The longest that one attempt of a call may take before it is retried. Default 1 second, or the call timeout if
         * that is shorter.
         *
         * @param apiCallAttemptTimeout from 10 ms to 1 minute, and at most {@link #apiCallTimeout}
         * @return this builder
         * @throws IllegalArgumentException if out of range
         */
        public Builder apiCallAttemptTimeout(Duration apiCallAttemptTimeout) {
            this.apiCallAttemptTimeout =
                    OptionChecks.between("apiCallAttemptTimeout", apiCallAttemptTimeout, MIN_TIMEOUT, MAX_TIMEOUT);
            return this;
        }

        /**
         * How often a call is tried, including the first attempt. Default 4.
         *
         * @param maxAttempts from 1 to 20
         * @return this builder
         * @throws IllegalArgumentException if out of range
         */
        public Builder maxAttempts(int maxAttempts) {
            this.maxAttempts = (int) OptionChecks.between("maxAttempts", maxAttempts, 1, 20);
            return this;
        }

        /**
         * The prefix of every key, so that several applications can share a table. Default empty.
         *
         * @param keyPrefix at most 128 printable ASCII characters other than {@code /}, {@code |} and {@code %}
         * @return this builder
         * @throws IllegalArgumentException for anything else
         */
        public Builder keyPrefix(String keyPrefix) {
            this.keyPrefix = OptionChecks.matching(
                    "keyPrefix",
                    keyPrefix,
                    "[!-~&&[^/|%]]{0,128}",
                    "at most 128 printable ASCII characters other than space, '/', '|' and '%'");
            return this;
        }

        /**
         * Whether sessions are read with strong consistency. Default true. With false a read costs half, and a request may
         * not see what the previous request wrote.
         *
         * @param consistentReads true for strong consistency
         * @return this builder
         */
        public Builder consistentReads(boolean consistentReads) {
            this.consistentReads = consistentReads;
            return this;
        }

        /**
         * How old the stored access time may grow before a request that changed nothing writes it again. Default: a tenth of
         * the session's idle timeout, or 60 seconds for a session without one. A longer interval is limited to a tenth of the
         * idle timeout. A session may live longer than its idle timeout by this interval, never shorter. Zero writes the
         * access time at every request.
         *
         * @param touchInterval from zero to 1 hour
         * @return this builder
         * @throws IllegalArgumentException if out of range
         */
        public Builder touchInterval(Duration touchInterval) {
            this.touchInterval =
                    OptionChecks.between("touchInterval", touchInterval, Duration.ZERO, Duration.ofHours(1));
            return this;
        }

        /**
         * The idle timeout of new sessions in contexts that have none of their own. Default 30 minutes in the Javalin plugin,
         * otherwise the timeout of the context.
         *
         * @param maxInactiveInterval whole seconds, at most 3650 days; zero for sessions that never expire
         * @return this builder
         * @throws IllegalArgumentException if out of range
         */
        public Builder maxInactiveInterval(Duration maxInactiveInterval) {
            this.maxInactiveInterval =
                    OptionChecks.wholeSeconds("maxInactiveInterval", maxInactiveInterval, Duration.ZERO, TEN_YEARS);
            return this;
        }

        /**
         * The name of the session cookie. Default {@code JSESSIONID}, or {@code __Host-JSESSIONID} where {@link #cookieSecure} is
         * true, the cookie's path is {@code /} and it has no domain: browsers then take the cookie from this host alone, so that no
         * other host of its domain can plant one.
         *
         * @param cookieName 1 to 100 letters, digits and characters of {@code !#$%&'*+.^_`|~-}
         * @return this builder
         * @throws IllegalArgumentException for anything else
         */
        public Builder cookieName(String cookieName) {
            this.cookieName = OptionChecks.matching(
                    "cookieName",
                    cookieName,
                    "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}",
                    "1 to 100 letters, digits and characters of !#$%&'*+.^_`|~-");
            return this;
        }

        /**
         * Whether clients use https. With true, the session cookie is {@code Secure} whatever the request is, also where a load
         * balancer ends TLS; it is {@code HttpOnly}, {@code SameSite=Lax} unless set otherwise, and has a {@code __Host-} name
         * where that is possible ({@link #cookieName}). With false it is never {@code Secure}. Default: {@code Secure} in answers
         * to https requests, with a WARN if a cookie without it is sent to another host; in the Javalin plugin, true if every
         * connector of the server speaks TLS. To turn it on where the name changes ends all sessions for their users.
         *
         * @param cookieSecure true if clients use https
         * @return this builder
         */
        public Builder cookieSecure(boolean cookieSecure) {
            this.cookieSecure = cookieSecure;
            return this;
        }

        /**
         * Which requests from other sites bring the session cookie. Default {@code LAX} in Javalin, otherwise what the context
         * says.
         *
         * @param cookieSameSite {@code NONE} needs {@link #cookieSecure}
         * @return this builder
         */
        public Builder cookieSameSite(SameSite cookieSameSite) {
            this.cookieSameSite = Objects.requireNonNull(cookieSameSite, "cookieSameSite");
            return this;
        }

        /**
         * The path of the session cookie. Default: that of the context.
         *
         * @param cookiePath a slash and at most 200 printable ASCII characters other than space and {@code ;}
         * @return this builder
         * @throws IllegalArgumentException for anything else
         */
        public Builder cookiePath(String cookiePath) {
            this.cookiePath = OptionChecks.matching(
                    "cookiePath",
                    cookiePath,
                    "/[!-:<-~]{0,200}",
                    "a slash and at most 200 printable ASCII characters other than space and ';'");
            return this;
        }

        /**
         * The domain of the session cookie, whose hosts all get the cookie. Default none: the host alone that sent it.
         *
         * @param cookieDomain a host name such as {@code example.com}
         * @return this builder
         * @throws IllegalArgumentException for anything else
         */
        public Builder cookieDomain(String cookieDomain) {
            this.cookieDomain = OptionChecks.matching(
                    "cookieDomain",
                    cookieDomain,
                    "(?=.{1,200}$)[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*",
                    "a host name such as example.com");
            return this;
        }

        /**
         * How long a browser keeps the session cookie. Default: until it is closed. The cookie is sent again when a tenth of
         * this has passed. It outlives no session: set {@link #maxInactiveInterval} too.
         *
         * @param cookieMaxAge whole seconds, from 1 second to 400 days, the most that browsers allow
         * @return this builder
         * @throws IllegalArgumentException if out of range
         */
        public Builder cookieMaxAge(Duration cookieMaxAge) {
            this.cookieMaxAge = OptionChecks.wholeSeconds(
                    "cookieMaxAge", cookieMaxAge, Duration.ofSeconds(1), Duration.ofDays(400));
            return this;
        }

        /**
         * Whether the session cookie is {@code Partitioned}: a page in a frame of another site has a cookie for each such site.
         * Default false.
         *
         * @param cookiePartitioned true needs {@link #cookieSecure}
         * @return this builder
         */
        public Builder cookiePartitioned(boolean cookiePartitioned) {
            this.cookiePartitioned = cookiePartitioned;
            return this;
        }

        /**
         * Whether the ID of a session may be in a URL ({@code ;jsessionid=}), and {@code encodeURL} writes it there for clients
         * without cookies. What is in the URL opens the session, and URLs are in logs, histories and links. Default false in the
         * Javalin plugin, otherwise what the context says.
         *
         * @param urlSessionIds true to allow IDs in URLs
         * @return this builder
         */
        public Builder urlSessionIds(boolean urlSessionIds) {
            this.urlSessionIds = urlSessionIds;
            return this;
        }

        /**
         * The age at which a session ends even if it is in use, whatever its idle timeout. Default: none.
         *
         * @param maxLifetime whole seconds, from 1 second to 3650 days
         * @return this builder
         * @throws IllegalArgumentException if out of range
         */
        public Builder maxLifetime(Duration maxLifetime) {
            this.maxLifetime = OptionChecks.wholeSeconds("maxLifetime", maxLifetime, Duration.ofSeconds(1), TEN_YEARS);
            return this;
        }

        /**
         * Whether the scavenger looks for expired sessions, so that session listeners are notified. Default true. Needs the
         * expiry index and the right to query it. Without them, and with false, only TTL removes such sessions.
         *
         * @param expiryEvents false to leave expired sessions to TTL
         * @return this builder
         */
        public Builder expiryEvents(boolean expiryEvents) {
            this.expiryEvents = expiryEvents;
            return this;
        }

        /**
         * The response to a request whose session cannot be read, after all retries. Default {@link
         * OnReadFailure#UNAVAILABLE}.
         *
         * @param onReadFailure the response
         * @return this builder
         */
        public Builder onReadFailure(OnReadFailure onReadFailure) {
            this.onReadFailure = Objects.requireNonNull(onReadFailure, "onReadFailure");
            return this;
        }

        /**
         * The response to a request whose session cannot be saved, after all retries. Default {@link
         * OnWriteFailure#UNAVAILABLE}.
         *
         * @param onWriteFailure the response
         * @return this builder
         */
        public Builder onWriteFailure(OnWriteFailure onWriteFailure) {
            this.onWriteFailure = Objects.requireNonNull(onWriteFailure, "onWriteFailure");
            return this;
        }

        /**
         * What happens to a session with an attribute that cannot be deserialized. Default {@link
         * OnUnreadableAttribute#END_SESSION}.
         *
         * @param onUnreadableAttribute what happens
         * @return this builder
         */
        public Builder onUnreadableAttribute(OnUnreadableAttribute onUnreadableAttribute) {
            this.onUnreadableAttribute = Objects.requireNonNull(onUnreadableAttribute, "onUnreadableAttribute");
            return this;
        }

        /**
         * Receives metrics about DynamoDB calls and session lifecycle events. Default: none; JMX shows counters in any case.
         *
         * @param metrics an implementation, or a {@code MicrometerSessionMetrics}
         * @return this builder
         */
        public Builder metrics(SessionMetrics metrics) {
            this.metrics = Objects.requireNonNull(metrics, "metrics");
            return this;
        }

        /**
         * Serializes attribute values that DynamoDB has no native type for. Default: Java serialization, which uses the class
         * loader of the web application.
         *
         * @param serializer a serializer whose id is from 16 to 63
         * @return this builder
         * @throws IllegalArgumentException if its id is out of range
         */
        public Builder serializer(SessionSerializer serializer) {
            this.serializer = OptionChecks.serializer("serializer", serializer);
            return this;
        }

        /**
         * The classes that the built-in Java serializer may write and read, as patterns of {@link
         * java.io.ObjectInputFilter}: {@code com.shop.**} is a package and its subpackages, {@code com.shop.*} a package,
         * {@code java.base/*} a module. Default: every class; strings alone where another {@link #serializer} is set, since it
         * reads what is left of before only. The list is also enforced when an attribute is stored, so that
         * everything stored can be read. The classes inside of values have to be on the list too: {@code java.lang.Enum} for
         * an enum, {@code java.lang.Number} for a number, {@code java.lang.Object} for the arrays inside of collections.
         * {@code java.lang.*}, {@code java.math.*}, {@code java.time.*} and {@code java.util.*} are enough for most
         * applications.
         *
         * @param patterns the patterns; without any, every class is allowed
         * @return this builder
         * @throws IllegalArgumentException if a pattern is malformed, a negation or a limit
         */
        public Builder allowedClasses(String... patterns) {
            for (String pattern : Objects.requireNonNull(patterns, "allowedClasses")) {
                OptionChecks.classPattern("allowedClasses", pattern);
            }
            this.allowedClasses = List.of(patterns);
            return this;
        }

        /**
         * Values larger than this are compressed: with Zstandard if {@code com.github.luben:zstd-jni} is on the class path,
         * otherwise with the JDK's deflate. The compressed form is stored only if it is smaller. The size of a text is its
         * bytes in UTF-8, that of an object its serialized bytes. Default 1 KB, DynamoDB's unit of writing. Values are read
         * in the form in which they were written, whatever this option says; those of Zstandard need its library.
         *
         * @param compressionThreshold bytes, from 0 to 67108864 (64 MB), which no value exceeds: nothing is compressed
         * @return this builder
         * @throws IllegalArgumentException if out of range
         */
        public Builder compressionThreshold(long compressionThreshold) {
            this.compressionThreshold = OptionChecks.size("compressionThreshold", compressionThreshold, 0, 64 * MB);
            return this;
        }

        /**
         * Attributes larger than this (after compression), or eight times as large before, are stored in separate items and loaded
         * on first access. Default 8 KB. A write costs the size of the whole item, whichever attribute changes: a large attribute in a separate item is
         * paid for only when it changes itself.
         *
         * @param largeAttributeThreshold bytes, from 0 to 358400 (350 KB): an item holds at most 400 KB
         * @return this builder
         * @throws IllegalArgumentException if out of range
         */
        public Builder largeAttributeThreshold(long largeAttributeThreshold) {
            this.largeAttributeThreshold =
                    OptionChecks.size("largeAttributeThreshold", largeAttributeThreshold, 0, 350 * KB);
            return this;
        }

        /**
         * The largest size of all values of a session before compression, including those in separate items. A request that
         * would exceed it is answered 500, nothing of it is stored, and the log names the largest attributes. Requests at the same
         * time may exceed it together; a session of more than twice this size is not read, and its requests are answered 503.
         * Default 4 MB.
         *
         * @param maxSessionSize bytes, from 1024 (1 KB) to 67108864 (64 MB), the largest value that is decompressed
         * @return this builder
         * @throws IllegalArgumentException if out of range
         */
        public Builder maxSessionSize(long maxSessionSize) {
            this.maxSessionSize = OptionChecks.size("maxSessionSize", maxSessionSize, KB, 64 * MB);
            return this;
        }

        /**
         * Whether the store looks for values that are changed in place, without {@code setAttribute}, as in {@code
         * ((List<String>) session.getAttribute("cart")).add("pen")}. Default {@link DetectMutations#OFF}. Otherwise every value
         * that a request got from its session is serialized again when the response is committed, and when the request ends,
         * and compared with the stored form; except for strings, booleans, integers and longs, which are immutable. An object
         * that does not serialize to the same bytes each time counts as changed each time.
         *
         * @param detectMutations what happens to such values
         * @return this builder
         */
        public Builder detectMutations(DetectMutations detectMutations) {
            this.detectMutations = Objects.requireNonNull(detectMutations, "detectMutations");
            return this;
        }

        /** The clock of a node, for tests that own the time. */
        Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Applies environment variables on top of what is set so far: {@code DYNAMO_SESSION_} and the option's name in upper
         * case with underscores. Blank variables count as unset. Other variables are ignored.
         *
         * @param variables names and values, usually {@link System#getenv()}
         * @return this builder
         * @throws IllegalArgumentException if a variable with that prefix names no option or has a bad value
         */
        public Builder environment(Map<String, String> variables) {
            new TreeMap<>(variables).forEach((name, text) -> {
                if (OptionForm.VARIABLE.matches(name)) {
                    set(OptionForm.VARIABLE, name, text);
                }
            });
            return this;
        }

        /**
         * Sets an option from a text, such as {@code set("touchInterval", "30s")}. Durations are like {@code 250ms}, {@code
         * 60s}, {@code 5m}, {@code 1d} or {@code PT60S}, sizes like {@code 8192}, {@code 8KB} or {@code 4MB}, lists are
         * separated by commas, serializer and metrics are names of classes.
         *
         * @param option its name, as that of its setter here
         * @param text its value
         * @return this builder
         * @throws IllegalArgumentException if there is no such option, or the value is not allowed
         */
        public Builder set(String option, String text) {
            return set(OptionForm.OPTION, option, text);
        }

        /** An empty variable or property counts as unset, if it names an option. */
        Builder set(OptionForm form, String name, String text) {
            String option = form.option(name, optionNames());
            String written = Objects.requireNonNull(text, name);
            if (form != OptionForm.OPTION) {
                written = written.strip();
                if (written.isEmpty()) {
                    return this;
                }
            }
            try {
                SETTERS.get(option).accept(this, written);
            } catch (BadOptionException e) {
                throw e.from(name, written);
            }
            forms.put(option, form);
            texts.put(option, written);
            setUsually(form);
            return this;
        }

        /** Messages name options that are not set in this form, unless others are set in a later one. */
        Builder setUsually(OptionForm form) {
            usualForm = form.compareTo(usualForm) > 0 ? form : usualForm;
            return this;
        }

        /** {@return the options that have a text} */
        static Set<String> optionNames() {
            return new TreeSet<>(SETTERS.keySet());
        }

        private void serializerFrom(String text) {
            if (text.equals("java")) {
                serializer = null;
            } else {
                serializer(OptionTexts.instance("java", SessionSerializer.class, text));
            }
        }

        private static SessionMetrics metricsFrom(String text) {
            return text.equals("micrometer")
                    ? micrometer()
                    : OptionTexts.instance("micrometer", SessionMetrics.class, text);
        }

        private static SessionMetrics micrometer() {
            try {
                return new MicrometerSessionMetrics();
            } catch (NoClassDefFoundError e) {
                throw BadOptionException.ofText(
                        "the name of a SessionMetrics class where micrometer-core is not on the class path", e);
            }
        }

        /**
         * Checks which options exclude each other and gives the options.
         *
         * @return the options
         * @throws IllegalArgumentException naming both options, if two contradict each other
         */
        public DynamoSessionOptions build() {
            OptionChecks.differ(name("hashKey"), hashKey, name("ttlKey"), ttlKey);
            requires("readCapacityUnits", readCapacityUnits, "writeCapacityUnits", writeCapacityUnits);
            requires("writeCapacityUnits", writeCapacityUnits, "readCapacityUnits", readCapacityUnits);
            requires("secretAccessKey", secretAccessKey, "accessKeyId", accessKeyId);
            requires("accessKeyId", accessKeyId, "secretAccessKey", secretAccessKey);
            requires("sessionToken", sessionToken, "accessKeyId", accessKeyId);
            excludes("profile", profile, "accessKeyId", accessKeyId, "both give credentials");
            if (attemptTimeout().compareTo(callTimeout()) > 0) {
                throw new IllegalArgumentException(name("apiCallAttemptTimeout") + " must be at most "
                        + name("apiCallTimeout") + ", was " + written("apiCallAttemptTimeout", attemptTimeout())
                        + " with " + written("apiCallTimeout", callTimeout()));
            }
            String asItIs = "a user-supplied client is used as it is";
            excludes("client", client, "region", region, asItIs);
            excludes("client", client, "endpoint", endpoint, asItIs);
            excludes("client", client, "accessKeyId", accessKeyId, asItIs);
            excludes("client", client, "profile", profile, asItIs);
            excludes("client", client, "apiCallTimeout", apiCallTimeout, asItIs);
            excludes("client", client, "apiCallAttemptTimeout", apiCallAttemptTimeout, asItIs);
            excludes("client", client, "maxAttempts", maxAttempts, asItIs);
            if (cookieSameSite == SameSite.NONE) {
                requiresSecure("cookieSameSite", "NONE");
            }
            if (Boolean.TRUE.equals(cookiePartitioned)) {
                requiresSecure("cookiePartitioned", "true");
            }
            if (cookieName != null && (cookieName.startsWith("__Host-") || cookieName.startsWith("__Secure-"))) {
                requiresSecure("cookieName", cookieName);
            }
            return new DynamoSessionOptions(this);
        }

        private void requiresSecure(String option, String value) {
            if (!Boolean.TRUE.equals(cookieSecure)) {
                OptionForm form = forms.getOrDefault(option, OptionForm.OPTION);
                throw new IllegalArgumentException(form.of(option) + "=" + value + " needs " + form.of("cookieSecure")
                        + "=true: browsers reject such a cookie without Secure");
            }
        }

        private void requires(String option, @Nullable Object value, String other, @Nullable Object otherValue) {
            OptionForm form = forms.getOrDefault(option, OptionForm.OPTION);
            OptionChecks.requires(form.of(option), value, form.of(other), otherValue);
        }

        private void excludes(
                String option, @Nullable Object value, String other, @Nullable Object otherValue, String why) {
            OptionChecks.excludes(name(option), value, name(other), otherValue, why);
        }

        /** The name in the form in which the option was set. */
        private String name(String option) {
            return forms.getOrDefault(option, OptionForm.OPTION).of(option);
        }

        /** A duration as it was written, if it was set by a text. */
        private String written(String option, Duration value) {
            @Nullable String text = texts.get(option);
            return text != null && OptionTexts.duration(text).equals(value) ? text : OptionTexts.text(value);
        }

        private OptionNames names() {
            Map<String, OptionForm> known = new HashMap<>(forms);
            Builder unset = new Builder();
            Map.of(
                            "tableName", !tableName.equals(unset.tableName),
                            "hashKey", !hashKey.equals(unset.hashKey),
                            "ttlKey", !ttlKey.equals(unset.ttlKey),
                            "autoCreateTable", autoCreateTable)
                    .forEach((option, isSet) -> {
                        if (isSet) {
                            known.putIfAbsent(option, OptionForm.OPTION);
                        }
                    });
            return new OptionNames(known, usualForm);
        }

        private Duration attemptTimeout() {
            if (apiCallAttemptTimeout != null) {
                return apiCallAttemptTimeout;
            }
            return callTimeout().compareTo(DEFAULT_ATTEMPT_TIMEOUT) < 0 ? callTimeout() : DEFAULT_ATTEMPT_TIMEOUT;
        }

        private Duration callTimeout() {
            return apiCallTimeout == null ? Duration.ofSeconds(3) : apiCallTimeout;
        }

        private TableSettings table() {
            return new TableSettings(tableName, hashKey, ttlKey, ttlEnabled, readCapacityUnits, writeCapacityUnits);
        }

        private DynamoConnection connection() {
            return new DynamoConnection(
                    client,
                    region,
                    endpoint,
                    accessKeyId,
                    secretAccessKey,
                    sessionToken,
                    profile,
                    callTimeout(),
                    attemptTimeout(),
                    maxAttempts == null ? 4 : maxAttempts);
        }
    }
}
