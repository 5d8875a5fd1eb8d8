package io.github.dynamosessions.embedded.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dynamosessions.embedded.DynamoDbEmbedded;
import io.github.dynamosessions.embedded.sdk.Clients;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class BackEndsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "embedded"})
    void embeddedIsTheDefault(String kind) {
        assertRunsHere(BackEnds.start(Map.of("dynamodb", kind)::get));
    }

    @Test
    void nothingGivenMeansEmbedded() {
        assertRunsHere(BackEnds.start(Map.<String, String>of()::get));
    }

    @Test
    void endpointUsesTheEngineThatRunsThereAndLeavesItRunning() {
        try (DynamoDbEmbedded running = DynamoDbEmbedded.start();
                DynamoDbClient client = running.newClient()) {
            String endpoint = running.endpoint().toString();

            BackEnd backEnd = BackEnds.start(Map.of("dynamodb.endpoint", endpoint, "dynamodb", "")::get);
            try (DynamoDbClient other = Clients.http(backEnd.endpoint())) {
                String table = new Tables(other).create("id");
                backEnd.stop().run();

                assertThat(client.listTables().tableNames()).containsExactly(table);
            }
        }
    }

    @Test
    void endpointWhereNothingAnswersIsSaid() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String endpoint = "http://127.0.0.1:" + port;

        assertThatThrownBy(() -> BackEnds.start(Map.of("dynamodb.endpoint", endpoint)::get))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("No DynamoDB answers at -Ddynamodb.endpoint=" + endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8000", "ftp://localhost:8000", "http://", "http:8000", "http:// x", "/tmp"})
    void endpointThatIsNoUrlIsSaid(String endpoint) {
        assertThatThrownBy(() -> BackEnds.start(Map.of("dynamodb.endpoint", endpoint)::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("-Ddynamodb.endpoint must be http://host:port, was " + endpoint);
    }

    @Test
    void unknownKindIsSaid() {
        assertThatThrownBy(() -> BackEnds.start(Map.of("dynamodb", "podman")::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("-Ddynamodb must be embedded or docker, was podman");
    }

    @Test
    void kindAndEndpointTogetherAreAConflict() {
        UnaryOperator<String> both = Map.of("dynamodb", "docker", "dynamodb.endpoint", "http://localhost:8000")::get;

        assertThatThrownBy(() -> BackEnds.start(both))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-Ddynamodb=docker")
                .hasMessageContaining("-Ddynamodb.endpoint=http://localhost:8000");
    }

    @Test
    void dockerWithoutDockerIsSaid() {
        assertThatThrownBy(() -> DockerEngine.start(() -> false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("-Ddynamodb=docker needs Docker")
                .hasMessageContaining("-Ddynamodb=embedded");
    }

    @Test
    void dockerWithoutTestcontainersIsSaid() throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(classPathWithout("testcontainers"), ClassLoader.getPlatformClassLoader())) {
            Method start = loader.loadClass(BackEnds.class.getName()).getDeclaredMethod("start", UnaryOperator.class);
            start.setAccessible(true);
            UnaryOperator<String> docker = Map.of("dynamodb", "docker")::get;

            assertThatThrownBy(() -> start.invoke(null, docker))
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .cause()
                    .hasMessage("-Ddynamodb=docker needs org.testcontainers:testcontainers (2.x) on the class path");
        }
    }

    private static void assertRunsHere(BackEnd backEnd) {
        try (DynamoDbClient client = Clients.http(backEnd.endpoint())) {
            assertThat(backEnd.endpoint().getHost()).isEqualTo("127.0.0.1");
            assertThat(client.listTables().tableNames()).isEmpty();
        } finally {
            backEnd.stop().run();
        }
    }

    private static URL[] classPathWithout(String artifact) throws IOException {
        URI[] entries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains(artifact))
                .map(entry -> Path.of(entry).toUri())
                .toArray(URI[]::new);
        URL[] urls = new URL[entries.length];
        for (int i = 0; i < entries.length; i++) {
            urls[i] = entries[i].toURL();
        }
        return urls;
    }
}
