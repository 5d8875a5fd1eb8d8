package io.github.dynamosessions.it;

import io.github.dynamosessions.DynamoSessionOptions;

/** The servers that must treat sessions alike. */
enum PageServer {
    JETTY(JettyNode::start),
    JAVALIN(JavalinNode::start);

    private final Start start;

    PageServer(Start start) {
        this.start = start;
    }

    PageNode start(DynamoSessionOptions options) throws Exception {
        return start(options, JettyNode.THREADS);
    }

    PageNode start(DynamoSessionOptions options, int threads) throws Exception {
        return start.with(options, threads);
    }

    private interface Start {
        PageNode with(DynamoSessionOptions options, int threads) throws Exception;
    }
}
