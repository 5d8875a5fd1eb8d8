package io.github.dynamosessions.benchmarks.node;

import io.github.dynamosessions.DynamoSessionOptions;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** How our store is set up. */
public enum StoreSettings {
    /** As it comes. */
    DEFAULT("this library") {
        @Override
        DynamoSessionOptions.Builder apply(DynamoSessionOptions.Builder options) {
            return options;
        }
    },
    /** No value is compressed. */
    UNCOMPRESSED("this library, nothing compressed") {
        @Override
        DynamoSessionOptions.Builder apply(DynamoSessionOptions.Builder options) {
            return options.compressionThreshold(MORE_THAN_ANY_VALUE);
        }
    },
    /** Every value lies in the session's item, as far as an item can hold it. */
    ONE_ITEM("one item") {
        @Override
        DynamoSessionOptions.Builder apply(DynamoSessionOptions.Builder options) {
            return options.largeAttributeThreshold(LARGEST_INLINE_BYTES);
        }
    };

    /** What {@code largeAttributeThreshold} may be at most: an item holds 400 KB, names included. */
    public static final int LARGEST_INLINE_BYTES = 350 << 10;

    private static final long MORE_THAN_ANY_VALUE = 64L << 20;

    private final String title;

    StoreSettings(String title) {
        this.title = title;
    }

    /** What a report calls it. */
    public String title() {
        return title;
    }

    /** Options with this client, to which others may be added. */
    public DynamoSessionOptions.Builder options(DynamoDbClient client) {
        return apply(DynamoSessionOptions.builder().client(client));
    }

    abstract DynamoSessionOptions.Builder apply(DynamoSessionOptions.Builder options);
}
