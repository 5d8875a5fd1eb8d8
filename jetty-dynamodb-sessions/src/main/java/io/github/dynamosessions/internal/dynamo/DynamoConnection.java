package io.github.dynamosessions.internal.dynamo;

import io.github.dynamosessions.internal.dynamo.DynamoGateway.MissingRegionException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * How DynamoDB is reached: with a user-supplied client, or with one that is built from the rest.
 *
 * @param client the client to use as it is, or null
 * @param region the region, or null for what the AWS default chain finds
 * @param endpoint the endpoint, or null for the region's own
 * @param accessKeyId explicit credentials, or null for the AWS default chain
 * @param secretAccessKey goes with the access key
 * @param sessionToken of temporary credentials, or null
 * @param profile of the AWS configuration files, or null
 * @param callTimeout limit of a call, its retries included
 * @param attemptTimeout limit of one attempt
 * @param maxAttempts the first attempt included
 */
public record DynamoConnection(
        @Nullable DynamoDbClient client,
        @Nullable String region,
        @Nullable URI endpoint,
        @Nullable String accessKeyId,
        @Nullable String secretAccessKey,
        @Nullable String sessionToken,
        @Nullable String profile,
        Duration callTimeout,
        Duration attemptTimeout,
        int maxAttempts) {

    private static final URI LOCAL_ENDPOINT = URI.create("http://localhost:8000");

    /**
     * A builder for a client as described.
     *
     * @throws IllegalStateException if there is a client already
     */
    public DynamoDbClientBuilder clientBuilder() {
        if (client != null) {
            throw new IllegalStateException("these options have a user-supplied client");
        }
        return ClientSettings.apply(this, DynamoDbClient.builder());
    }

    /**
     * A client as described. The SDK starts a thread with the first one, which all clients of the JVM share, and looks
     * for classes. Both shall know this library's class loader, and not that of the web application that is just
     * starting: it could not be unloaded any more, and may have an SDK of its own.
     *
     * @throws MissingRegionException if no region is set and the AWS default chain finds none
     */
    DynamoDbClient newClient() {
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        thread.setContextClassLoader(DynamoConnection.class.getClassLoader());
        try {
            return clientBuilder().build();
        } catch (SdkClientException e) {
            throw region == null && String.valueOf(e.getMessage()).startsWith("Unable to load region")
                    ? new MissingRegionException()
                    : e;
        } finally {
            thread.setContextClassLoader(context);
        }
    }

    /** Whether this is DynamoDB Local: no account, no credentials. */
    boolean isLocal() {
        return region != null && region.startsWith("local");
    }

    /** Where DynamoDB listens, as far as that is known before a client is built. */
    @Nullable
    URI knownEndpoint() {
        return endpoint == null && isLocal() ? LOCAL_ENDPOINT : endpoint;
    }

    /** The address alone, without credentials: this is logged. */
    @Override
    public String toString() {
        if (client != null) {
            return "client=user-supplied";
        }
        @Nullable String proxy = ProxyInUse.setBy(knownEndpoint());
        return "region=" + (region == null ? "default" : region)
                + (profile == null ? "" : ", profile=" + profile)
                + ", endpoint="
                + (endpoint == null ? "default" : endpoint.toString().replaceFirst("//[^/]*@", "//"))
                + (proxy == null ? "" : ", through the proxy of " + proxy);
    }
}
