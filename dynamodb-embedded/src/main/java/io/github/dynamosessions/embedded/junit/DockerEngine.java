package io.github.dynamosessions.embedded.junit;

import java.net.URI;
import java.util.function.BooleanSupplier;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/** The official image of DynamoDB Local. The only class that touches Testcontainers, which is optional. */
final class DockerEngine {

    private static final String IMAGE = "amazon/dynamodb-local:2.6.1";
    private static final int PORT = 8000;

    private DockerEngine() {}

    static BackEnd start() {
        return start(() -> DockerClientFactory.instance().isDockerAvailable());
    }

    static BackEnd start(BooleanSupplier dockerAvailable) {
        if (!dockerAvailable.getAsBoolean()) {
            throw new IllegalStateException("-D" + BackEnds.KIND + "=docker needs Docker, and none answers. "
                    + "Without it: -D" + BackEnds.KIND + "=embedded, or -D" + BackEnds.ENDPOINT + "=http://host:port");
        }
        return run();
    }

    // The container outlives this method; BackEnd.stop closes it.
    @SuppressWarnings("resource")
    private static BackEnd run() {
        GenericContainer<?> container = new GenericContainer<>(IMAGE)
                .withCommand("-jar", "DynamoDBLocal.jar", "-inMemory", "-sharedDb")
                .withExposedPorts(PORT);
        container.start();
        URI endpoint = URI.create("http://" + container.getHost() + ":" + container.getMappedPort(PORT));
        return BackEnd.outside(endpoint, container::stop);
    }
}
