package io.github.dynamosessions.benchmarks.dynamo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dynamosessions.benchmarks.session.SessionContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A DynamoDB without network and table: every read finds the same item, under whatever key, and every write succeeds and
 * changes nothing. All of the SDK runs but the sending: marshalling, signing, unmarshalling. Thread safe.
 */
public final class CannedDynamoDb implements SdkHttpClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);
    private static final int BUFFER_BYTES = 8_192;

    private volatile boolean learning;
    private volatile byte[] readAnswer = NOTHING;
    private volatile byte[] updateAnswer = NOTHING;

    /** A client of it, with the SDK's defaults and these interceptors. */
    public DynamoDbClient newClient(ExecutionInterceptor... interceptors) {
        return DynamoDbClient.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("canned", "canned")))
                .httpClient(this)
                .overrideConfiguration(override -> override.executionInterceptors(List.of(interceptors)))
                .build();
    }

    /** Takes the next item that is put for the one that every read finds from then on. */
    public void learnNextItem() {
        learning = true;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Exchange(request);
    }

    @Override
    public String clientName() {
        return "canned";
    }

    @Override
    public void close() {
        // holds nothing
    }

    /** What an update gives back are the old values of all that it set: who wrote when, and one attribute. */
    private void learn(byte[] putItemRequest) throws IOException {
        JsonNode item = JSON.readTree(putItemRequest).get("Item");
        ObjectNode read = answer();
        read.set("Item", item);
        ObjectNode update = answer();
        ObjectNode old = update.putObject("Attributes");
        old.set("lastSaved", item.get("lastSaved"));
        old.set("lastNode", item.get("lastNode"));
        old.putObject("attributes")
                .putObject("M")
                .set(SessionContent.CHANGED, item.at("/attributes/M/" + SessionContent.CHANGED));
        updateAnswer = JSON.writeValueAsBytes(update);
        readAnswer = JSON.writeValueAsBytes(read);
        learning = false;
    }

    private static ObjectNode answer() {
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("ConsumedCapacity").put("TableName", "sessions").put("CapacityUnits", 1.0);
        return answer;
    }

    private final class Exchange implements ExecutableHttpRequest {

        private final HttpExecuteRequest request;

        Exchange(HttpExecuteRequest request) {
            this.request = request;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            byte[] answer = answerTo(operation());
            return HttpExecuteResponse.builder()
                    .response(SdkHttpResponse.builder()
                            .statusCode(200)
                            .putHeader("Content-Type", "application/x-amz-json-1.0")
                            .putHeader("Content-Length", Integer.toString(answer.length))
                            .putHeader("x-amzn-RequestId", "canned")
                            .build())
                    .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer)))
                    .build();
        }

        @Override
        public void abort() {
            // is over already
        }

        private String operation() {
            String target =
                    request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow();
            return target.substring(target.indexOf('.') + 1);
        }

        /** The body is read as a network would read it. */
        private byte[] answerTo(String operation) throws IOException {
            try (InputStream body =
                    request.contentStreamProvider().orElseThrow().newStream()) {
                if (learning && operation.equals("PutItem")) {
                    learn(body.readAllBytes());
                } else {
                    byte[] buffer = new byte[BUFFER_BYTES];
                    while (body.read(buffer) >= 0) {
                        // on to the next
                    }
                }
            }
            return switch (operation) {
                case "GetItem" -> readAnswer;
                case "UpdateItem" -> updateAnswer;
                default -> NOTHING;
            };
        }
    }
}
