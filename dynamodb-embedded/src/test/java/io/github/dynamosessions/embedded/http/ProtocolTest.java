package io.github.dynamosessions.embedded.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.DynamoDbEmbedded;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class ProtocolTest {

    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> send(String... headers) throws IOException, InterruptedException {
        try (DynamoDbEmbedded dynamoDb = DynamoDbEmbedded.start()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(dynamoDb.endpoint()).POST(HttpRequest.BodyPublishers.ofString("{}"));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void answerHasItsChecksumAndARequestId() throws Exception {
        HttpResponse<String> response =
                send("X-Amz-Target", "DynamoDB_20120810.ListTables", "Authorization", "AWS4-HMAC-SHA256 Credential=x");

        CRC32 checksum = new CRC32();
        checksum.update(response.body().getBytes(StandardCharsets.UTF_8));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"TableNames\":[]}");
        assertThat(response.headers().firstValue("x-amz-crc32")).hasValue(Long.toString(checksum.getValue()));
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-amz-json-1.0");
    }

    @Test
    void requestWithoutSignatureIsRefused() throws Exception {
        HttpResponse<String> response = send("X-Amz-Target", "DynamoDB_20120810.ListTables");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo("{\"__type\":\"com.amazon.coral.service#MissingAuthenticationTokenException\","
                        + "\"Message\":\"Request is missing Authentication Token\"}");
    }

    @Test
    void requestWithoutTargetIsAnUnknownOperation() throws Exception {
        assertThat(send().body()).contains("com.amazon.coral.service#UnknownOperationException");
    }
}
