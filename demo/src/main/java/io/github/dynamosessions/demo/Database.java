package io.github.dynamosessions.demo;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.embedded.DynamoDbEmbedded;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The DynamoDB behind the nodes: embedded, running elsewhere, or in AWS. */
final class Database implements AutoCloseable {

    private static final String LOCAL_REGION = "local";

    private final @Nullable DynamoDbEmbedded embedded;
    private final @Nullable URI endpoint;
    private final String region;

    private Database(@Nullable DynamoDbEmbedded embedded, @Nullable URI endpoint, String region) {
        this.embedded = embedded;
        this.endpoint = endpoint;
        this.region = region;
    }

    /** Starts the embedded one, unless the options name another. */
    static Database open(DemoOptions options) {
        URI endpoint = options.endpoint();
        String region = options.region();
        if (endpoint != null || region != null) {
            return new Database(null, endpoint, region == null ? LOCAL_REGION : region);
        }
        try {
            DynamoDbEmbedded embedded = DynamoDbEmbedded.start(options.dynamoDbPort());
            return new Database(embedded, embedded.endpoint(), LOCAL_REGION);
        } catch (IllegalStateException e) {
            throw new StartException("DynamoDB does not start: " + e.getMessage(), e);
        }
    }

    /** Options that reach it. */
    DynamoSessionOptions.Builder connect() {
        DynamoSessionOptions.Builder builder = DynamoSessionOptions.builder().region(region);
        if (endpoint != null) {
            builder.endpoint(endpoint);
        }
        return builder;
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }

    /** As the person who started the demo reads it. */
    @Override
    public String toString() {
        if (embedded != null) {
            return embedded.endpoint() + " (embedded, in memory, region '" + region + "')";
        }
        return endpoint == null ? "region " + region : endpoint + " (region '" + region + "')";
    }
}
