package io.github.dynamosessions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbLocalTest {

    private static final int CALLS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void endpointNamesLoopbackAndThePortThatWasFound() {
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.start()) {
            assertThat(dynamoDb.port()).isPositive();
            assertThat(dynamoDb.endpoint()).isEqualTo(URI.create("http://127.0.0.1:" + dynamoDb.port()));
        }
    }

    @Test
    void listensOnTheLoopbackInterfaceOnly() throws IOException {
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.start()) {
            ServerSocketChannel socket =
                    (ServerSocketChannel) dynamoDb.server().connector().getTransport();

            assertThat(((InetSocketAddress) socket.getLocalAddress())
                            .getAddress()
                            .isLoopbackAddress())
                    .isTrue();
            assertThat(addressesOfThisMachine())
                    .allSatisfy(address -> assertThatThrownBy(() -> connect(address, dynamoDb.port()))
                            .isInstanceOf(IOException.class));
        }
    }

    @Test
    void twoEnginesSideBySideKeepSeparateData() {
        try (DynamoDbLocal one = DynamoDbLocal.start();
                DynamoDbLocal other = DynamoDbLocal.start();
                DynamoDbClient clientOfOne = one.newClient();
                DynamoDbClient clientOfOther = other.newClient();
                Tables tables = new Tables(clientOfOne)) {
            String table = tables.create("id");

            assertThat(clientOfOne.listTables().tableNames()).containsExactly(table);
            assertThat(clientOfOther.listTables().tableNames()).isEmpty();
        }
    }

    @Test
    void anEngineAnswersEveryCallWhileOthersStart() {
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.start();
                DynamoDbClient client = dynamoDb.newClient()) {
            AtomicBoolean answered = new AtomicBoolean();
            CompletableFuture<Void> starts = CompletableFuture.runAsync(() -> {
                while (!answered.get()) {
                    EngineServer.newHandler(null); // of a start, what others could notice
                }
            });
            try {
                for (int i = 0; i < CALLS; i++) {
                    assertThat(client.listTables().tableNames()).isEmpty();
                }
            } finally {
                answered.set(true);
            }
            assertThat(starts).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void regionAndCredentialsMakeNoDifference() {
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.start();
                DynamoDbClient client = dynamoDb.newClient();
                DynamoDbClient stranger = DynamoDbClient.builder()
                        .endpointOverride(dynamoDb.endpoint())
                        .region(Region.EU_CENTRAL_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("stranger", "secret")))
                        .build();
                Tables tables = new Tables(client)) {
            assertThat(stranger.listTables().tableNames()).isEmpty();

            String table = tables.create("id");

            assertThat(stranger.listTables().tableNames()).containsExactly(table);
        }
    }

    @Test
    void takenPortIsSaid() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> DynamoDbLocal.start(taken.getLocalPort()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("Port " + taken.getLocalPort() + " of 127.0.0.1 is taken");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void portOutOfRangeIsSaid(int port) {
        assertThatThrownBy(() -> DynamoDbLocal.start(port))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port must be between 0 and 65535, was " + port);
    }

    @Test
    void closingFreesThePortForAnEmptySuccessor() {
        DynamoDbLocal first = DynamoDbLocal.start();
        try (DynamoDbClient client = first.newClient()) {
            new Tables(client).create("id");
        }
        first.close();

        try (DynamoDbLocal successor = DynamoDbLocal.start(first.port());
                DynamoDbClient client = successor.newClient()) {
            assertThat(successor.port()).isEqualTo(first.port());
            assertThat(client.listTables().tableNames()).isEmpty();
        }
    }

    @Test
    void closingTwiceIsFine() {
        DynamoDbLocal dynamoDb = DynamoDbLocal.start();
        dynamoDb.close();
        dynamoDb.close();

        assertThatThrownBy(() -> connect(InetAddress.getLoopbackAddress(), dynamoDb.port()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void closingEndsEveryThread() {
        DynamoDbLocal dynamoDb = DynamoDbLocal.start();
        EngineThreads threads = dynamoDb.server().threads();
        try (DynamoDbClient client = dynamoDb.newClient()) {
            client.listTables();
            assertThat(threads.alive())
                    .extracting(Thread::getName)
                    .anyMatch(name -> name.startsWith("SQLiteQueue"))
                    .anyMatch(name -> name.startsWith("pool-"))
                    .anyMatch(name -> name.startsWith("dynamodb-local"));

            dynamoDb.close();
        }

        assertThat(threads.alive()).isEmpty();
    }

    private static List<InetAddress> addressesOfThisMachine() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
    }

    private static void connect(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1000);
        }
    }
}
