package io.github.dynamosessions.demo;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.concurrent.CompletableFuture;

/** What a node has asked of DynamoDB since it started, and what single requests cost. */
final class OperationsApi {

    private final String node;
    private final Operations operations;
    private final RequestOperations requests;

    OperationsApi(String node, Operations operations, RequestOperations requests) {
        this.node = node;
        this.operations = operations;
        this.requests = requests;
    }

    void addTo(JavalinConfig config) {
        config.routes.get("/api/operations", ctx -> ctx.json(operations.sums(node)));
        config.routes.get("/api/operations/{request}", this::ofRequest);
    }

    /** Any node of the process answers for all of them, since the front decides which one is asked. */
    private void ofRequest(Context ctx) {
        CompletableFuture<Operations> cost = requests.of(ctx.pathParam("request"));
        if (cost == null) {
            throw new NotFoundResponse("this process does not know what that request cost, or no longer");
        }
        ctx.future(() -> cost.thenAccept(complete -> ctx.json(complete.sums(node))));
    }
}
