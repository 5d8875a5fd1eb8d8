package io.github.dynamosessions.it;

/** Logouts that fail, on Jetty. */
class JettyLogoutsIT extends LogoutsSuite {

    JettyLogoutsIT() {
        super(PageServer.JETTY);
    }
}
