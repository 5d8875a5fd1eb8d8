package io.github.dynamosessions.benchmarks.overhead;

import io.github.dynamosessions.benchmarks.dynamo.CannedDynamoDb;
import io.github.dynamosessions.benchmarks.node.StoreSettings;
import io.github.dynamosessions.benchmarks.session.SessionContent;
import io.github.dynamosessions.benchmarks.session.Shape;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Loads, changes and creates a session: through the store, and by hand with the same client. Run by JMH. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StoreOverhead {

    /** The kind of values. */
    @Param({"SCALARS", "OBJECTS", "MIXED"})
    public Shape shape;

    /** About the size of the session. */
    @Param({"300", "2000", "6000", "50000"})
    public int bytes;

    /** How the store is set up; the bare SDK never compresses. */
    @Param({"UNCOMPRESSED", "DEFAULT"})
    public StoreSettings settings;

    private DynamoDbClient client;
    private DynamoDbClient bareClient;
    private StartedStore store;
    private BareSdk bare;

    /** Starts the store, and shows its calls to the bare SDK. */
    @Setup
    public void start() throws Exception {
        SessionContent content = SessionContent.of(shape, bytes);
        CannedDynamoDb plain = new CannedDynamoDb();
        CapturedRequests captured = new CapturedRequests();
        try (DynamoDbClient shown = plain.newClient(captured);
                StartedStore shows = StartedStore.start(content, StoreSettings.UNCOMPRESSED, plain, shown)) {
            shows.load();
            shows.update();
        }
        bareClient = plain.newClient();
        bare = new BareSdk(bareClient, content, captured);
        CannedDynamoDb dynamoDb = new CannedDynamoDb();
        client = dynamoDb.newClient();
        store = StartedStore.start(content, settings, dynamoDb, client);
    }

    /** Stops it. */
    @TearDown
    public void stop() {
        store.close();
        client.close();
        bareClient.close();
    }

    /** GetItem, through the store. */
    @Benchmark
    public Object storeLoad() throws Exception {
        return store.load();
    }

    /** GetItem, by hand. */
    @Benchmark
    public Object bareLoad() throws Exception {
        return bare.load();
    }

    /** UpdateItem of one attribute, through the store. */
    @Benchmark
    public void storeUpdate() throws Exception {
        store.update();
    }

    /** UpdateItem of one attribute, by hand. */
    @Benchmark
    public void bareUpdate() throws Exception {
        bare.update();
    }

    /** PutItem, through the store. */
    @Benchmark
    public void storeCreate() throws Exception {
        store.create();
    }

    /** PutItem, by hand. */
    @Benchmark
    public void bareCreate() throws Exception {
        bare.create();
    }
}
