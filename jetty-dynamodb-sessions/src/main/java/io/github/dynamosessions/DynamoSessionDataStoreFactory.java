package io.github.dynamosessions;

import org.eclipse.jetty.session.AbstractSessionDataStoreFactory;
import org.eclipse.jetty.session.SessionDataStore;
import org.eclipse.jetty.session.SessionManager;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Makes the stores of a Jetty server, one for each context. A bean with a setter for every option of {@link
 * DynamoSessionOptions.Builder}, where defaults and ranges are described, so that Jetty's XML can fill it:
 *
 * <pre>{@code
 * <Call name="addBean">
 *   <Arg>
 *     <New class="io.github.dynamosessions.DynamoSessionDataStoreFactory">
 *       <Set name="tableName">shop-sessions</Set>
 *       <Set name="touchInterval">30s</Set>
 *     </New>
 *   </Arg>
 * </Call>
 * }</pre>
 *
 * <p>Durations are texts such as {@code 30s}, {@code 5m} or {@code PT30S}, sizes such as {@code 8192}, {@code 8KB} or
 * {@code 4MB}. Not thread safe while it is being filled.
 */
public final class DynamoSessionDataStoreFactory extends AbstractSessionDataStoreFactory {

    private final DynamoSessionOptions.Builder options;
    private boolean gracePeriodIsSet;

    /** A factory with the default options. */
    public DynamoSessionDataStoreFactory() {
        this(DynamoSessionOptions.builder());
    }

    DynamoSessionDataStoreFactory(DynamoSessionOptions.Builder options) {
        this.options = options;
    }

    @Override
    public SessionDataStore getSessionDataStore(SessionManager manager) {
        DynamoSessionDataStore store = new DynamoSessionDataStore(options.build());
        if (gracePeriodIsSet) {
            store.setGracePeriodSec(getGracePeriodSec());
        }
        return store;
    }

    /**
     * How long after its expiry a session is left to the server that used it last. Default: a minute.
     *
     * @param seconds not negative
     */
    @Override
    public void setGracePeriodSec(int seconds) {
        gracePeriodIsSet = true;
        super.setGracePeriodSec(seconds);
    }

    /**
     * Jetty's name for the touch interval.
     *
     * @param seconds see {@link DynamoSessionOptions.Builder#touchInterval}
     */
    @Override
    public void setSavePeriodSec(int seconds) {
        setTouchInterval(seconds + "s");
        super.setSavePeriodSec(seconds);
    }

    /** @param tableName see {@link DynamoSessionOptions.Builder#tableName} */
    public void setTableName(String tableName) {
        options.tableName(tableName);
    }

    /** @param hashKey see {@link DynamoSessionOptions.Builder#hashKey} */
    public void setHashKey(String hashKey) {
        options.hashKey(hashKey);
    }

    /** @param ttlKey see {@link DynamoSessionOptions.Builder#ttlKey} */
    public void setTtlKey(String ttlKey) {
        options.ttlKey(ttlKey);
    }

    /** @param ttlEnabled see {@link DynamoSessionOptions.Builder#ttlEnabled} */
    public void setTtlEnabled(boolean ttlEnabled) {
        options.ttlEnabled(ttlEnabled);
    }

    /** @param readCapacityUnits see {@link DynamoSessionOptions.Builder#readCapacityUnits} */
    public void setReadCapacityUnits(long readCapacityUnits) {
        options.readCapacityUnits(readCapacityUnits);
    }

    /** @param writeCapacityUnits see {@link DynamoSessionOptions.Builder#writeCapacityUnits} */
    public void setWriteCapacityUnits(long writeCapacityUnits) {
        options.writeCapacityUnits(writeCapacityUnits);
    }

    /** @param autoCreateTable see {@link DynamoSessionOptions.Builder#autoCreateTable} */
    public void setAutoCreateTable(boolean autoCreateTable) {
        options.autoCreateTable(autoCreateTable);
    }

    /** @param region see {@link DynamoSessionOptions.Builder#region} */
    public void setRegion(String region) {
        options.region(region);
    }

    /** @param endpoint see {@link DynamoSessionOptions.Builder#endpoint} */
    public void setEndpoint(String endpoint) {
        options.set("endpoint", endpoint);
    }

    /** @param accessKeyId see {@link DynamoSessionOptions.Builder#accessKeyId} */
    public void setAccessKeyId(String accessKeyId) {
        options.accessKeyId(accessKeyId);
    }

    /** @param secretAccessKey see {@link DynamoSessionOptions.Builder#secretAccessKey} */
    public void setSecretAccessKey(String secretAccessKey) {
        options.secretAccessKey(secretAccessKey);
    }

    /** @param sessionToken see {@link DynamoSessionOptions.Builder#sessionToken} */
    public void setSessionToken(String sessionToken) {
        options.sessionToken(sessionToken);
    }

    /** @param profile see {@link DynamoSessionOptions.Builder#profile} */
    public void setProfile(String profile) {
        options.profile(profile);
    }

    /** @param client see {@link DynamoSessionOptions.Builder#client} */
    public void setClient(DynamoDbClient client) {
        options.client(client);
    }

    /** @param keyPrefix see {@link DynamoSessionOptions.Builder#keyPrefix} */
    public void setKeyPrefix(String keyPrefix) {
        options.keyPrefix(keyPrefix);
    }

    /** @param consistentReads see {@link DynamoSessionOptions.Builder#consistentReads} */
    public void setConsistentReads(boolean consistentReads) {
        options.consistentReads(consistentReads);
    }

    /** @param touchInterval see {@link DynamoSessionOptions.Builder#touchInterval} */
    public void setTouchInterval(String touchInterval) {
        options.set("touchInterval", touchInterval);
    }

    /** @param apiCallTimeout see {@link DynamoSessionOptions.Builder#apiCallTimeout} */
    public void setApiCallTimeout(String apiCallTimeout) {
        options.set("apiCallTimeout", apiCallTimeout);
    }

    /** @param apiCallAttemptTimeout see {@link DynamoSessionOptions.Builder#apiCallAttemptTimeout} */
    public void setApiCallAttemptTimeout(String apiCallAttemptTimeout) {
        options.set("apiCallAttemptTimeout", apiCallAttemptTimeout);
    }

    /** @param maxAttempts see {@link DynamoSessionOptions.Builder#maxAttempts} */
    public void setMaxAttempts(int maxAttempts) {
        options.maxAttempts(maxAttempts);
    }

    /** @param serializer see {@link DynamoSessionOptions.Builder#serializer} */
    public void setSerializer(String serializer) {
        options.set("serializer", serializer);
    }

    /** @param allowedClasses see {@link DynamoSessionOptions.Builder#allowedClasses} */
    public void setAllowedClasses(String allowedClasses) {
        options.set("allowedClasses", allowedClasses);
    }

    /** @param compressionThreshold see {@link DynamoSessionOptions.Builder#compressionThreshold} */
    public void setCompressionThreshold(String compressionThreshold) {
        options.set("compressionThreshold", compressionThreshold);
    }

    /** @param largeAttributeThreshold see {@link DynamoSessionOptions.Builder#largeAttributeThreshold} */
    public void setLargeAttributeThreshold(String largeAttributeThreshold) {
        options.set("largeAttributeThreshold", largeAttributeThreshold);
    }

    /** @param maxSessionSize see {@link DynamoSessionOptions.Builder#maxSessionSize} */
    public void setMaxSessionSize(String maxSessionSize) {
        options.set("maxSessionSize", maxSessionSize);
    }

    /** @param detectMutations see {@link DynamoSessionOptions.Builder#detectMutations} */
    public void setDetectMutations(String detectMutations) {
        options.set("detectMutations", detectMutations);
    }

    /** @param maxLifetime see {@link DynamoSessionOptions.Builder#maxLifetime} */
    public void setMaxLifetime(String maxLifetime) {
        options.set("maxLifetime", maxLifetime);
    }

    /** @param expiryEvents see {@link DynamoSessionOptions.Builder#expiryEvents} */
    public void setExpiryEvents(boolean expiryEvents) {
        options.expiryEvents(expiryEvents);
    }

    /** @param onReadFailure see {@link DynamoSessionOptions.Builder#onReadFailure} */
    public void setOnReadFailure(String onReadFailure) {
        options.set("onReadFailure", onReadFailure);
    }

    /** @param onUnreadableAttribute see {@link DynamoSessionOptions.Builder#onUnreadableAttribute} */
    public void setOnUnreadableAttribute(String onUnreadableAttribute) {
        options.set("onUnreadableAttribute", onUnreadableAttribute);
    }

    /** @param onWriteFailure see {@link DynamoSessionOptions.Builder#onWriteFailure} */
    public void setOnWriteFailure(String onWriteFailure) {
        options.set("onWriteFailure", onWriteFailure);
    }

    /** @param metrics see {@link DynamoSessionOptions.Builder#metrics} */
    public void setMetrics(String metrics) {
        options.set("metrics", metrics);
    }
}
