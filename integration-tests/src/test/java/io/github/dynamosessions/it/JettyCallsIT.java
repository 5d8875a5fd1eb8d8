package io.github.dynamosessions.it;

/** What a request to Jetty costs. */
class JettyCallsIT extends CallsSuite {

    JettyCallsIT() {
        super(PageServer.JETTY);
    }
}
