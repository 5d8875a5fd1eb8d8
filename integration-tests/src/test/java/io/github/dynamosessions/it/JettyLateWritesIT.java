package io.github.dynamosessions.it;

/** Writes that DynamoDB is late to see, on Jetty. */
class JettyLateWritesIT extends LateWritesSuite {

    JettyLateWritesIT() {
        super(PageServer.JETTY);
    }
}
