package io.github.dynamosessions;

import io.github.dynamosessions.internal.dynamo.DynamoConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The part of the builder that says how DynamoDB is reached.
 *
 * @param <B> the builder that users see
 */
abstract class ConnectionOptions<B> extends TableOptions<B> {

    private static final Duration MIN_TIMEOUT = Duration.ofMillis(10);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration DEFAULT_ATTEMPT_TIMEOUT = Duration.ofSeconds(1);
    private static final int DEFAULT_ATTEMPTS = 4;

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

    /**
     * The AWS region. Default: what the AWS default chain finds. A region that starts with {@code local} needs no
     * credentials, and its endpoint defaults to {@code http://localhost:8000}, where DynamoDB Local listens.
     *
     * @param region lower case letters, digits and hyphens
     * @return this builder
     * @throws IllegalArgumentException for anything else
     */
    public B region(String region) {
        this.region = OptionChecks.matching(
                "region", region, "[a-z0-9]+(-[a-z0-9]+)*", "lower case letters, digits and single hyphens");
        return self();
    }

    /**
     * Where DynamoDB listens, if not at the region's own endpoint.
     *
     * @param endpoint an http or https URI with a host
     * @return this builder
     * @throws IllegalArgumentException for anything else
     */
    public B endpoint(URI endpoint) {
        Objects.requireNonNull(endpoint, "endpoint");
        boolean web = "http".equalsIgnoreCase(endpoint.getScheme()) || "https".equalsIgnoreCase(endpoint.getScheme());
        if (!web || endpoint.getHost() == null) {
            throw OptionChecks.bad("endpoint", "an http or https URI with a host", "'" + endpoint + "'");
        }
        this.endpoint = endpoint;
        return self();
    }

    /**
     * The access key. Default: what the AWS default chain finds. Goes with {@link #secretAccessKey}.
     *
     * @param accessKeyId not blank
     * @return this builder
     * @throws IllegalArgumentException if blank
     */
    public B accessKeyId(String accessKeyId) {
        this.accessKeyId = OptionChecks.secret("accessKeyId", accessKeyId);
        return self();
    }

    /**
     * The secret of the access key. Goes with {@link #accessKeyId}; never logged.
     *
     * @param secretAccessKey not blank
     * @return this builder
     * @throws IllegalArgumentException if blank
     */
    public B secretAccessKey(String secretAccessKey) {
        this.secretAccessKey = OptionChecks.secret("secretAccessKey", secretAccessKey);
        return self();
    }

    /**
     * The token of temporary credentials. Goes with {@link #accessKeyId}; never logged.
     *
     * @param sessionToken not blank
     * @return this builder
     * @throws IllegalArgumentException if blank
     */
    public B sessionToken(String sessionToken) {
        this.sessionToken = OptionChecks.secret("sessionToken", sessionToken);
        return self();
    }

    /**
     * The profile of the AWS configuration files that gives credentials and, unless set here, the region.
     *
     * @param profile not blank
     * @return this builder
     * @throws IllegalArgumentException if blank
     */
    public B profile(String profile) {
        this.profile = OptionChecks.secret("profile", profile);
        return self();
    }

    /**
     * A client to use as it is, with its own region, credentials, timeouts and retries. It is never closed by the
     * store. It should give up an attempt after about a second: by that, attempts that arrive late are told from others.
     * See {@link DynamoSessionOptions#clientBuilder()} for one with our timeouts.
     *
     * @param client the client
     * @return this builder
     */
    public B client(DynamoDbClient client) {
        this.client = Objects.requireNonNull(client, "client");
        return self();
    }

    /**
     * The longest that a request waits for one call to the store, retries included. Default 3 seconds.
     *
     * @param apiCallTimeout from PT0.01S to PT1M
     * @return this builder
     * @throws IllegalArgumentException if out of range
     */
    public B apiCallTimeout(Duration apiCallTimeout) {
        this.apiCallTimeout = OptionChecks.between("apiCallTimeout", apiCallTimeout, MIN_TIMEOUT, MAX_TIMEOUT);
        return self();
    }

    /**
     * The longest that one attempt of a call may take before it is given up and retried. Default 1 second.
     *
     * @param apiCallAttemptTimeout from PT0.01S to PT1M, and at most {@link #apiCallTimeout}
     * @return this builder
     * @throws IllegalArgumentException if out of range
     */
    public B apiCallAttemptTimeout(Duration apiCallAttemptTimeout) {
        this.apiCallAttemptTimeout =
                OptionChecks.between("apiCallAttemptTimeout", apiCallAttemptTimeout, MIN_TIMEOUT, MAX_TIMEOUT);
        return self();
    }

    /**
     * How often a call is tried, the first time included. Default 4.
     *
     * @param maxAttempts from 1 to 20
     * @return this builder
     * @throws IllegalArgumentException if out of range
     */
    public B maxAttempts(int maxAttempts) {
        this.maxAttempts = (int) OptionChecks.between("maxAttempts", maxAttempts, 1, 20);
        return self();
    }

    @Override
    void checkConflicts() {
        super.checkConflicts();
        if (accessKeyId == null && secretAccessKey != null) {
            throw OptionChecks.incomplete("secretAccessKey", "accessKeyId");
        }
        if (accessKeyId != null && secretAccessKey == null) {
            throw OptionChecks.incomplete("accessKeyId", "secretAccessKey");
        }
        if (sessionToken != null && accessKeyId == null) {
            throw OptionChecks.incomplete("sessionToken", "accessKeyId");
        }
        if (profile != null && accessKeyId != null) {
            throw OptionChecks.conflict("profile", "accessKeyId", "both give credentials");
        }
        if (attemptTimeout().compareTo(callTimeout()) > 0) {
            throw new IllegalArgumentException("apiCallAttemptTimeout must be at most apiCallTimeout, was "
                    + attemptTimeout() + " with an apiCallTimeout of " + callTimeout());
        }
        if (client != null) {
            connectionOptionsInUse().findFirst().ifPresent(option -> {
                throw OptionChecks.conflict("client", option, "a client that is handed in is used as it is");
            });
        }
    }

    private Stream<String> connectionOptionsInUse() {
        return Stream.of(
                        region == null ? "" : "region",
                        endpoint == null ? "" : "endpoint",
                        accessKeyId == null ? "" : "accessKeyId",
                        profile == null ? "" : "profile",
                        apiCallTimeout == null ? "" : "apiCallTimeout",
                        apiCallAttemptTimeout == null ? "" : "apiCallAttemptTimeout",
                        maxAttempts == null ? "" : "maxAttempts")
                .filter(option -> !option.isEmpty());
    }

    /** Unless set, an attempt may take a second, or less where the whole call may take less. */
    private Duration attemptTimeout() {
        if (apiCallAttemptTimeout != null) {
            return apiCallAttemptTimeout;
        }
        return callTimeout().compareTo(DEFAULT_ATTEMPT_TIMEOUT) < 0 ? callTimeout() : DEFAULT_ATTEMPT_TIMEOUT;
    }

    private Duration callTimeout() {
        return apiCallTimeout == null ? DEFAULT_CALL_TIMEOUT : apiCallTimeout;
    }

    DynamoConnection connection() {
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
                maxAttempts == null ? DEFAULT_ATTEMPTS : maxAttempts);
    }
}
