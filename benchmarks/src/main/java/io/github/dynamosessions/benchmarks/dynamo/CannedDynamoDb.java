package io.github.dynamosessions.benchmarks.dynamo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
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
 * A stub of DynamoDB, without network and table: every read finds the same item, under whatever key, and every write succeeds and
 * changes nothing. All of the SDK runs but the sending: marshalling, signing, unmarshalling. Thread safe.
 */
public final class CannedDynamoDb implements SdkHttpClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);
    private static final int BUFFER_BYTES = 8_192;
    private static final Duration NO_RUN_IS_LONGER = Duration.ofDays(1);
    private static final Pattern SELECTOR = Pattern.compile("[A-Za-z0-9_-]{16}(?=\\.)");

    private volatile boolean learning;
    private volatile byte[] readAnswer = NOTHING;
    private volatile byte[] writeAnswer = NOTHING;

    /** A client of it, with the SDK's defaults and these interceptors. */
    public DynamoDbClient newClient(ExecutionInterceptor... interceptors) {
        return DynamoDbClient.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("canned", "canned")))
                .httpClient(this)
                .overrideConfiguration(override -> override.executionInterceptors(List.of(interceptors)))
                .build();
    }

    /**
     * Takes the next item that is put for the one that every read finds from then on. It expires long after any run, so that no
     * request has to write that it was used.
     */
    public void learnNextItem() {
        learning = true;
    }

    /**
     * The cookie of another session than the one whose item was learned: its item, of another key, has the same secret.
     *
     * @param cookie the cookie of the session whose item was learned, with or without its name
     * @param number tells the sessions apart
     */
    public static String cookieLike(String cookie, int number) {
        return SELECTOR.matcher(cookie).replaceFirst(String.format(Locale.ROOT, "%016d", number));
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
        // nothing to release
    }

    private void learn(byte[] putItemRequest) throws IOException {
        ObjectNode item = (ObjectNode) JSON.readTree(putItemRequest).get("Item");
        if (item.has("expiry")) {
            long expiryMs = System.currentTimeMillis() + NO_RUN_IS_LONGER.toMillis();
            item.putObject("expiry").put("N", Long.toString(expiryMs));
        }
        ObjectNode read = answer();
        read.set("Item", item);
        writeAnswer = JSON.writeValueAsBytes(answer());
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
                case "UpdateItem", "PutItem" -> writeAnswer;
                default -> NOTHING;
            };
        }
    }
}
