package io.github.dynamosessions.benchmarks.http;

import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.benchmarks.dynamo.CannedDynamoDb;
import io.github.dynamosessions.benchmarks.node.SessionPages;
import io.github.dynamosessions.benchmarks.session.SessionContent;
import io.github.dynamosessions.benchmarks.session.Shape;
import io.github.dynamosessions.javalin.DynamoSessionPlugin;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.IOException;

/**
 * The Javalin application that is measured, in a process of its own. It prints its port, and ends when its standard input
 * does.
 */
final class AppMain {

    private final SessionKind kind;
    private final SessionPages pages;

    private AppMain(SessionKind kind, SessionPages pages) {
        this.kind = kind;
        this.pages = pages;
    }

    /** Arguments: the kind of sessions, their size in bytes, whether requests have virtual threads. */
    public static void main(String[] args) throws IOException {
        SessionKind kind = SessionKind.valueOf(args[0]);
        SessionContent content = SessionContent.of(Shape.MIXED, Integer.parseInt(args[1]));
        boolean virtualThreads = Boolean.parseBoolean(args[2]);
        AppMain app = new AppMain(kind, new SessionPages(content));
        Javalin javalin =
                Javalin.create(config -> app.configure(config, virtualThreads)).start(0);
        System.out.println(javalin.port());
        while (System.in.read() >= 0) {
            // until who started this is gone
        }
        System.exit(0);
    }

    private void configure(JavalinConfig config, boolean virtualThreads) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.jetty.host = "127.0.0.1";
        config.concurrency.useVirtualThreads = virtualThreads;
        if (kind == SessionKind.DYNAMO) {
            CannedDynamoDb dynamoDb = new CannedDynamoDb();
            dynamoDb.learnNextItem();
            config.registerPlugin(new DynamoSessionPlugin(
                    DynamoSessionOptions.builder().client(dynamoDb.newClient()).build()));
        }
        config.routes.get(
                "/<page>",
                context ->
                        context.result(kind == SessionKind.NONE ? "done" : pages.serve(context.path(), context.req())));
    }
}
