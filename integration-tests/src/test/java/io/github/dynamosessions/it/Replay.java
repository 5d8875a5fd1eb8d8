package io.github.dynamosessions.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Sends what nodes have sent to DynamoDB once more, as a network does that duplicates and delays. */
final class Replay {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACEHOLDER = Pattern.compile("#\\d+");

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI endpoint;

    /** @param endpoint of a DynamoDB that does not check signatures */
    Replay(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** The writes of a session that were executed, in their order. */
    static List<ProxiedCall> writesOf(FaultProxy proxy, String id) {
        String selector = id.split("\\.", 2)[0];
        return proxy.executed().stream()
                .filter(call -> Operations.WRITES.contains(call.operation()))
                .filter(call -> call.body().contains('|' + selector + '"'))
                .toList();
    }

    /** What the condition of a call compares, without the names of the application. */
    static Stream<String> namesInCondition(ProxiedCall call) {
        JsonNode body;
        try {
            body = JSON.readTree(call.body());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(call.body(), e);
        }
        JsonNode names = body.path("ExpressionAttributeNames");
        return PLACEHOLDER
                .matcher(body.path("ConditionExpression").asText(""))
                .results()
                .map(MatchResult::group)
                .map(placeholder -> names.path(placeholder).asText());
    }

    /** Executes it, and gives the status. */
    int execute(ProxiedCall call) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("X-Amz-Target", "DynamoDB_20120810." + call.operation())
                .header("Content-Type", "application/x-amz-json-1.0")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/dynamodb/aws4_request,"
                                + " SignedHeaders=host, Signature=0")
                .POST(HttpRequest.BodyPublishers.ofString(call.body()))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        boolean refused = response.body().contains("ConditionalCheckFailedException");
        if (response.statusCode() != 200 && !refused) {
            throw new IllegalStateException(response.body());
        }
        return response.statusCode();
    }
}
