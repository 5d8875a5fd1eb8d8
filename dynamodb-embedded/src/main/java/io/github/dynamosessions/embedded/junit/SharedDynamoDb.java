package io.github.dynamosessions.embedded.junit;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The one DynamoDB of this JVM's tests, started at the first question for it. */
final class SharedDynamoDb {

    private static @Nullable SharedDynamoDb current;
    private static int users;

    private final BackEnd backEnd;
    private final Tables leftovers;

    private SharedDynamoDb(BackEnd backEnd) {
        this.backEnd = backEnd;
        this.leftovers = new Tables(backEnd.client());
    }

    static SharedDynamoDb get() {
        synchronized (SharedDynamoDb.class) {
            SharedDynamoDb running = current;
            if (running == null) {
                running = new SharedDynamoDb(BackEnds.start());
                current = running;
            }
            return running;
        }
    }

    /** Counts the runs of JUnit that use it; there may be one within another. Close the answer when the run is over. */
    static AutoCloseable use() {
        synchronized (SharedDynamoDb.class) {
            users++;
        }
        return SharedDynamoDb::leave;
    }

    private static void leave() {
        synchronized (SharedDynamoDb.class) {
            users--;
            SharedDynamoDb ending = current;
            if (users == 0 && ending != null) {
                current = null;
                ending.close();
            }
        }
    }

    URI endpoint() {
        return backEnd.endpoint();
    }

    DynamoDbClient client() {
        return backEnd.client();
    }

    /** Tables that no test class owns: those of static initialisers. They go when all tests are done. */
    Tables leftovers() {
        return leftovers;
    }

    private void close() {
        try {
            leftovers.close();
        } finally {
            backEnd.client().close();
            backEnd.stop().run();
        }
    }
}
