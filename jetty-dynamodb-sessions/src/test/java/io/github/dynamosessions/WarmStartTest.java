package io.github.dynamosessions;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static software.amazon.awssdk.services.dynamodb.model.ProjectionType.KEYS_ONLY;
import static software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType.N;

import io.github.dynamosessions.DynamoSessionDataStore.Health;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.CapturedLogs;
import io.github.dynamosessions.fixture.LibraryAlone;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.fixture.RawTables;
import io.github.dynamosessions.fixture.RecordedCalls;
import io.github.dynamosessions.fixture.SilentServer;
import io.github.dynamosessions.spi.SessionSerializer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** What a store does before its node serves. That a node serves once DynamoDB is back: in the integration tests. */
class WarmStartTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final CapturedLogs logs = CapturedLogs.of("io.github.dynamosessions.internal");
    private final RawTables tables = new RawTables(dynamoDb);
    private final String missing = dynamoDb.newTableName();

    private static DynamoSessionOptions.Builder at(URI endpoint, String table) {
        return DynamoSessionOptions.builder().region("local").endpoint(endpoint).tableName(table);
    }

    private String warning(String table) {
        return logs.with(table).stream()
                .filter(line -> !line.startsWith("INFO"))
                .reduce((one, other) -> {
                    throw new AssertionError("two lines: " + one + " and " + other);
                })
                .orElseThrow();
    }

    @Test
    void aStoreThatCanReadItsTableSaysNothing() throws Exception {
        String table = dynamoDb.newTableName();
        DynamoSessionOptions options = at(dynamoDb.endpoint(), table).build();
        try (SessionTable created = SessionTable.of(options)) {
            created.createIfMissing();
        }
        logs.clear();
        try (Node node = Node.start(options)) {
            assertThat(node.store().isStarted()).isTrue();
            assertThat(logs.with(table)).singleElement().asString().startsWith("INFO Storing sessions of ");
        }
    }

    @Test
    void aTableWithoutTtlIsOneWarningWithTheCommandThatEnablesIt() throws Exception {
        String table = dynamoDb.newTable("sessionId");
        try (Node node = Node.start(at(dynamoDb.endpoint(), table).build())) {
            assertThat(node.store().isStarted()).isTrue();
        }
        assertThat(warning(table))
                .startsWith("WARN table '" + table + "' has no TTL: ")
                .contains("aws dynamodb update-time-to-live --table-name " + table);
    }

    @Test
    void whoMayNotLookAtTheTableStartsWithoutAWord() throws Exception {
        String table = dynamoDb.newTable("sessionId");
        try (RecordedCalls calls = new RecordedCalls(dynamoDb.endpoint())) {
            calls.deny("DescribeTable");
            try (Node node = Node.start(existing(calls.client(), table).build())) {
                assertThat(node.store().isStarted()).isTrue();
            }
            assertThat(calls.operations()).containsExactly("GetItem", "DescribeTable");
        }
        assertThat(logs.with(table)).allMatch(line -> line.startsWith("INFO Storing sessions of "));
    }

    @Test
    void whatItAsksForIsTheKeyOfNoSession() throws Exception {
        try (RecordedCalls calls = new RecordedCalls(dynamoDb.endpoint());
                Node node = Node.start(existing(calls.client(), dynamoDb.newTable("sessionId"))
                        .keyPrefix("shop:")
                        .build())) {
            assertThat(calls.of(GetItemRequest.class)).singleElement().satisfies(get -> {
                assertThat(get.key().get("sessionId").s()).isEqualTo("shop:/shop|0.0.0.0|");
                assertThat(get.consistentRead()).isTrue();
            });
            assertThat(node.store().load("")).isNull();
        }
    }

    @Test
    void whereNobodyListensTheWarningNamesTheTableTheEndpointAndTheReason() throws Exception {
        try (Node node =
                Node.start(at(URI.create("http://127.0.0.1:1"), missing).build())) {
            assertThat(node.store().isStarted()).isTrue();
        }
        assertThat(warning(missing))
                .startsWith("WARN Cannot read table '" + missing + "' (region=local, endpoint=http://127.0.0.1:1): ")
                .contains("Connection refused")
                .endsWith(". Requests that use a session get 503 until this is fixed.");
    }

    @Test
    void aMissingTableStopsTheStart() {
        assertStopsWith(
                at(dynamoDb.endpoint(), missing),
                "table '" + missing + "' does not exist. Create it with `table create` of the command line or"
                        + " SessionTable.createIfMissing(), set autoCreateTable=true, or correct tableName");
    }

    /** It may be a table that is being created. */
    @Test
    void aMissingTableIsAnErrorInTheLogForWhoMayNotLookAtIt() throws Exception {
        try (RecordedCalls calls = new RecordedCalls(dynamoDb.endpoint())) {
            calls.deny("DescribeTable");
            try (Node node = Node.start(existing(calls.client(), missing).build())) {
                assertThat(node.store().health().status()).isEqualTo(Health.Status.REFUSED);
                assertThat(warning(missing)).startsWith("ERROR table '" + missing + "' does not exist. Create it");
                tables.createNamed(missing);
                node.create("id", Map.of("a", 1));
                assertThat(node.attributes("id")).containsExactly(Map.entry("a", 1));
            }
        }
    }

    @Test
    void anotherKeyStopsTheStart() {
        String table = dynamoDb.newTable("anotherKey");
        assertStopsWith(
                at(dynamoDb.endpoint(), table),
                "hashKey is 'sessionId', but the partition key of table '" + table
                        + "' is 'anotherKey': set hashKey=anotherKey");
    }

    @Test
    void anotherKeyStopsTheStartOfWhoMayNotLookAtTheTableToo() {
        String table = dynamoDb.newTable("anotherKey");
        try (RecordedCalls calls = new RecordedCalls(dynamoDb.endpoint())) {
            calls.deny("DescribeTable");
            assertStopsWith(
                    existing(calls.client(), table),
                    "hashKey is 'sessionId', but the key of table '" + table
                            + "' is another one: aws dynamodb describe-table --table-name " + table + " shows it");
        }
    }

    @Test
    void anIndexThatRefusesSessionsStopsTheStart() {
        String table = tables.withIndex("expiry-index", "expiryShard", N, "expiryBucket", N, KEYS_ONLY);
        for (boolean create : new boolean[] {false, true}) {
            assertStopsWith(
                    at(dynamoDb.endpoint(), table).autoCreateTable(create),
                    "index 'expiry-index' has the key 'expiryShard' (N), but sessions have type S: none can be stored. Delete it: aws dynamodb update-table --table-name "
                            + table + " --global-secondary-index-updates 'Delete={IndexName=expiry-index}'");
        }
    }

    /** Jetty and Javalin print the trace of what stops them. */
    private static void assertStopsWith(DynamoSessionOptions.Builder options, String line) {
        assertThatIllegalStateException()
                .isThrownBy(() -> Node.start(options.build()))
                .withMessage(line)
                .withNoCause()
                .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
        assertThat(line).hasSizeLessThanOrEqualTo(300);
    }

    /** Or the SDK's own timeouts would hold the start up: there are none by default. */
    @Test
    void aClientThatWasHandedInWithoutTimeoutsDoesNotHoldUpTheStart() throws Exception {
        try (SilentServer silent = new SilentServer();
                DynamoDbClient client = DynamoDbClient.builder()
                        .endpointOverride(silent.endpoint())
                        .region(dynamoDb.client().serviceClientConfiguration().region())
                        .credentialsProvider(
                                dynamoDb.client().serviceClientConfiguration().credentialsProvider())
                        .overrideConfiguration(override -> override.retryStrategy(RetryMode.STANDARD))
                        .build();
                Node node = Node.start(existing(client, missing).build())) {
            assertThat(node.store().isStarted()).isTrue();
        }
        assertThat(warning(missing))
                .contains("(client=user-supplied)")
                .contains(Duration.ofSeconds(3).toMillis() + " milli");
    }

    @Test
    void neitherTheSerializerOfTheApplicationNorItsAllowListIsAskedForWhatWarmsUp() throws Exception {
        String table = dynamoDb.newTable("sessionId");
        try (Node node = Node.start(
                        at(dynamoDb.endpoint(), table).serializer(new Unready()).build());
                Node strict = Node.start(at(dynamoDb.endpoint(), table)
                        .allowedClasses("com.shop.*")
                        .build())) {
            assertThat(node.store().isStarted()).isTrue();
            assertThat(strict.store().isStarted()).isTrue();
        }
    }

    @Test
    void theFirstRequestFindsWhatItNeedsLoaded() throws Exception {
        DynamoSessionOptions.Builder options = at(dynamoDb.endpoint(), dynamoDb.newTable("sessionId"));
        try (Node other = Node.start(options.build());
                LibraryAlone library = LibraryAlone.whole()) {
            other.create("id", Map.of("user", "ann", "items", 3, "cart", new ArrayList<>(List.of("pen"))));
            String table = options.build().tableName();
            library.call(FirstRequest.class, "start", dynamoDb.endpoint().toString(), table);
            Set<String> atStart = library.loadedClasses();

            library.call(FirstRequest.class, "request", dynamoDb.endpoint().toString(), table);

            Set<String> late = new TreeSet<>(library.loadedClasses());
            late.removeAll(atStart);
            library.call(FirstRequest.class, "stop", dynamoDb.endpoint().toString(), table);
            assertThat(late).hasSizeLessThan(atStart.size() / 20);
            assertThat(late)
                    .noneMatch(name -> name.startsWith("io.github.dynamosessions.internal.attribute."))
                    .noneMatch(name -> name.startsWith("software.amazon.awssdk.core."))
                    .noneMatch(name -> name.startsWith("software.amazon.awssdk.http."))
                    .noneMatch(name -> name.startsWith("org.apache.hc."));
        }
    }

    /** A node in a class loader of its own. */
    public static final class FirstRequest {

        private static Node node;

        private FirstRequest() {}

        public static void call(String what, String endpoint, String table) throws Exception {
            switch (what) {
                case "start" ->
                    node = Node.start(at(URI.create(endpoint), table)
                            .apiCallTimeout(Duration.ofSeconds(60))
                            .apiCallAttemptTimeout(Duration.ofSeconds(60)) // of a machine that does much else
                            .build());
                case "request" -> node.set("id", "user", "bob");
                default -> node.close();
            }
        }
    }

    private static final class Unready implements SessionSerializer {
        @Override
        public int id() {
            return 20;
        }

        @Override
        public byte[] serialize(Object value) throws IOException {
            throw new IOException("not yet");
        }

        @Override
        public Object deserialize(byte[] payload) throws IOException {
            throw new IOException("not yet");
        }
    }
}
