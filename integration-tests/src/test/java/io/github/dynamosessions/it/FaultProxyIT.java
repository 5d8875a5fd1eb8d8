package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** What a client sees of each fault, and what DynamoDB does. */
class FaultProxyIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final String table = dynamoDb.newTable("id");
    private final FaultProxy proxy = FaultProxy.inFrontOf(dynamoDb.endpoint());
    private final FaultProxyClient client = FaultProxyClient.of(proxy, table);
    private final FaultProxyClient impatient = FaultProxyClient.impatient(proxy, table);

    @AfterEach
    void close() {
        impatient.close();
        client.close();
        proxy.close();
    }

    @Test
    void aCallWithoutAFaultPassesUnchanged() {
        Map<String, AttributeValue> item = Map.of(
                "id", AttributeValue.fromS("ä€𝄞\"\\\n"),
                "large", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[300_000])));

        client.put(item);

        assertThat(client.get("ä€𝄞\"\\\n")).isEqualTo(item);
    }

    @Test
    void anErrorOfDynamoDbPassesUnchanged() {
        client.putFirst("a");

        assertThatThrownBy(() -> client.putFirst("a")).isInstanceOf(ConditionalCheckFailedException.class);
        assertThat(proxy.calls("PutItem")).isEqualTo(2);
        assertThat(proxy.executed("PutItem")).isEqualTo(1);
    }

    @Test
    void aThrottledCallIsNotExecuted() {
        proxy.on("PutItem").throttle();

        assertThatThrownBy(() -> client.put("a"))
                .asInstanceOf(type(ProvisionedThroughputExceededException.class))
                .satisfies(e -> assertThat(e.isThrottlingException()).isTrue())
                .satisfies(e -> assertThat(e.requestId()).isNotBlank());
        assertNothingWasExecuted();
    }

    @Test
    void anErrorHasTheContentTypeThatDynamoDbSendsAndNoChecksum() throws Exception {
        proxy.on("GetItem").throttle();
        HttpRequest request = HttpRequest.newBuilder(proxy.endpoint())
                .timeout(PATIENCE)
                .header("X-Amz-Target", "DynamoDB_20120810.GetItem")
                .POST(BodyPublishers.ofString("{}"))
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .startsWith("{\"__type\":\"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException\","
                        + "\"message\":\"");
        assertThat(response.headers().allValues("Content-Type")).containsExactly("application/x-amz-json-1.0");
        assertThat(response.headers().map()).doesNotContainKey("x-amz-crc32");
    }

    @Test
    void aFailingCallIsAnInternalServerError() {
        proxy.on("PutItem").fail();

        assertThatThrownBy(() -> client.put("a"))
                .asInstanceOf(type(InternalServerErrorException.class))
                .returns(500, DynamoDbException::statusCode);
        assertNothingWasExecuted();
    }

    @Test
    void aServiceCanBeUnavailable() {
        proxy.onAll().unavailable();

        assertThatThrownBy(() -> client.get("a"))
                .asInstanceOf(type(DynamoDbException.class))
                .returns(503, DynamoDbException::statusCode);
        assertNothingWasExecuted();
    }

    @Test
    void credentialsCanBeRefused() {
        proxy.onAll().refuseCredentials();

        assertThatThrownBy(() -> client.get("a"))
                .asInstanceOf(type(DynamoDbException.class))
                .returns(400, DynamoDbException::statusCode)
                .returns("UnrecognizedClientException", e -> e.awsErrorDetails().errorCode());
        assertNothingWasExecuted();
    }

    @Test
    void aTableCanBeMissing() {
        proxy.onAll().missingTable();

        assertThatThrownBy(() -> client.get("a")).isInstanceOf(ResourceNotFoundException.class);
        assertNothingWasExecuted();
    }

    @Test
    void aCallThatIsCutBeforeExecutionIsNotExecuted() {
        Fault fault = proxy.on("PutItem").cutBeforeExecution();

        assertIsCut(() -> client.put("a"));

        assertNothingWasExecuted();
        fault.heal();
        assertThat(client.get("a")).isEmpty();
    }

    @Test
    void aCallThatIsCutAfterExecutionHasBeenExecuted() {
        proxy.on("PutItem").cutAfterExecution();

        assertIsCut(() -> client.put("a"));

        assertThat(proxy.executed("PutItem")).isEqualTo(1);
        assertThat(client.get("a")).isNotEmpty();
    }

    @Test
    void aDelayedCallIsAnswered() {
        proxy.onAll().delay(Duration.ofMillis(20));

        client.put("a");

        assertThat(client.get("a")).isNotEmpty();
    }

    @Test
    void aDelayedCallIsNotExecutedBeforeTheDelayIsOver() {
        proxy.on("PutItem").delay(Duration.ofHours(1));

        assertTimesOut(() -> impatient.put("a"));

        assertThat(client.get("a")).isEmpty();
    }

    @Test
    void aDelayedCallIsExecutedThoughItsClientGaveUp() {
        Fault fault = proxy.on("PutItem").delay();
        assertTimesOut(() -> impatient.put("a"));
        assertThat(client.get("a")).isEmpty();

        fault.heal();

        awaitExecuted("a");
    }

    @Test
    void aCallThatIsCutBeforeLateExecutionIsExecutedWhenTheFaultIsHealed() {
        Fault fault = proxy.on("PutItem").cutBeforeLateExecution();
        assertIsCut(() -> client.put("a"));
        assertThat(client.get("a")).isEmpty();

        fault.heal();

        awaitExecuted("a");
    }

    @Test
    void aCallThatIsCutBeforeLateExecutionIsExecutedAfterATimeThoughTheFaultIsHealed() {
        Fault fault = proxy.on("PutItem").cutBeforeLateExecution(Duration.ofMillis(20));
        assertIsCut(() -> client.put("a"));

        fault.heal();

        awaitExecuted("a");
    }

    @Test
    void aCallThatFailsBeforeLateExecutionIsExecutedWhenTheFaultIsHealed() {
        Fault fault = proxy.on("PutItem").failBeforeLateExecution();
        assertThatThrownBy(() -> client.put("a")).isInstanceOf(InternalServerErrorException.class);
        assertThat(client.get("a")).isEmpty();

        fault.heal();

        awaitExecuted("a");
    }

    @Test
    void aHangingCallGoesOnWhenTheFaultIsHealed() {
        Fault fault = proxy.on("PutItem").hang();
        CompletableFuture<Void> put = client.putAside("a");
        await().atMost(PATIENCE).until(() -> proxy.calls("PutItem") == 1);
        assertThat(client.get("a")).isEmpty();

        fault.heal();

        assertThat(put).succeedsWithin(PATIENCE);
        assertThat(client.get("a")).isNotEmpty();
    }

    @Test
    void aHangingCallIsNotExecutedOnceItsClientGaveUp() {
        proxy.on("PutItem").hang();
        assertTimesOut(() -> impatient.put("a"));
        await().atMost(PATIENCE).until(() -> proxy.calls("PutItem") == 1);

        proxy.healAll();

        client.put("b");
        assertThat(proxy.executed("PutItem")).isEqualTo(1);
        assertThat(client.get("a")).isEmpty();
    }

    @Test
    void aNewConnectionWorksAfterAHundredCuts() {
        Fault fault = proxy.onAll().times(100).cutBeforeExecution();
        for (int i = 0; i < 100; i++) {
            assertIsCut(() -> client.put("a"));
        }

        assertThatCode(() -> client.put("a")).doesNotThrowAnyException();
        assertThat(fault.callsMet()).isEqualTo(100);
        assertThat(proxy.calls("PutItem")).isEqualTo(101);
    }

    @Test
    void aMisspeltOperationIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> proxy.on("GetItm"))
                .withMessageContaining("\"GetItm\"");
        assertThatIllegalArgumentException().isThrownBy(() -> proxy.calls("getItem"));
        assertThatIllegalArgumentException().isThrownBy(proxy::on);
        assertThatIllegalArgumentException().isThrownBy(() -> proxy.onAll().times(0));
    }

    private void awaitExecuted(String id) {
        await().atMost(PATIENCE).until(() -> proxy.executed("PutItem") == 1);
        assertThat(client.get(id)).isNotEmpty();
    }

    private void assertNothingWasExecuted() {
        assertThat(proxy.calls().values()).containsExactly(1);
        assertThat(proxy.executed()).isEmpty();
    }

    private static void assertIsCut(ThrowingCallable call) {
        assertEndsWithoutAnswer(call).rootCause().isNotInstanceOf(SocketTimeoutException.class);
    }

    private static void assertTimesOut(ThrowingCallable call) {
        assertEndsWithoutAnswer(call).hasRootCauseInstanceOf(SocketTimeoutException.class);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertEndsWithoutAnswer(ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isExactlyInstanceOf(SdkClientException.class)
                .hasCauseInstanceOf(IOException.class);
    }
}
