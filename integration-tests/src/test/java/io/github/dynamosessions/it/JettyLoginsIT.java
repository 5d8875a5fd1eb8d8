package io.github.dynamosessions.it;

/** Logins that fail, on Jetty. */
class JettyLoginsIT extends LoginsSuite {

    JettyLoginsIT() {
        super(PageServer.JETTY);
    }
}
