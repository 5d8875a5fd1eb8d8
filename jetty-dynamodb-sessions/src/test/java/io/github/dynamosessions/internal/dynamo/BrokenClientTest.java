package io.github.dynamosessions.internal.dynamo;

import static io.github.dynamosessions.fixture.StoreOptions.existing;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.Node;
import io.github.dynamosessions.internal.dynamo.DynamoGateway.UnavailableException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.eclipse.jetty.session.SessionData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** The SDK does not turn everything into an exception of its own; to Jetty, anything unknown means "no session". */
class BrokenClientTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final String table = dynamoDb.newTable("sessionId");

    /** As the SDK does if an attempt times out while it waits for one of the client's connections. */
    @Test
    void anAttemptThatIsCancelledBeforeItHasAConnectionIsNoMissingSession() throws Exception {
        ExecutionInterceptor cancelling = new ExecutionInterceptor() {
            @Override
            public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
                throw new CancellationException("Request execution cancelled");
            }
        };
        DynamoDbClientBuilder builder = builder();
        builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(cancelling)
                .build());
        try (DynamoDbClient client = builder.build()) {
            assertUnavailable(client);
        }
    }

    /** As a client that was handed in may be, by whoever owns it, while requests still run. */
    @Test
    void aClientThatIsClosedIsNoMissingSession() throws Exception {
        DynamoDbClient client = builder().build();
        client.close();
        assertUnavailable(client);
    }

    private void assertUnavailable(DynamoDbClient client) throws Exception {
        try (Node node = Node.start(existing(client, table).build())) {
            SessionData data = node.newSession("id");
            data.setAttribute("a", 1);
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> node.store().load("id"));
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> node.store().exists("id"));
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> node.store().store("id", data));
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> node.store().delete("id"));
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> node.store()
                    .doCheckExpired(Map.of("id", 1).keySet(), 1));
        }
    }

    private static DynamoDbClientBuilder builder() {
        return DynamoSessionOptions.builder()
                .region("local")
                .endpoint(dynamoDb.endpoint())
                .build()
                .clientBuilder();
    }
}
