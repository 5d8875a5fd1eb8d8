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
import org.openjdk.jmh.infra.Blackhole;
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

    /** GetItem. */
    @Benchmark
    public void load(Turns turns, Blackhole results) throws Exception {
        turns.take(bare::load, store::load, results);
    }

    /** UpdateItem of one attribute. */
    @Benchmark
    public void update(Turns turns, Blackhole results) throws Exception {
        turns.take(bare::update, store::update, results);
    }

    /** PutItem. */
    @Benchmark
    public void create(Turns turns, Blackhole results) throws Exception {
        turns.take(bare::create, store::create, results);
    }
}
