package io.github.dynamosessions.it;

/** Logouts that fail, on Javalin. */
class JavalinLogoutsIT extends LogoutsSuite {

    JavalinLogoutsIT() {
        super(PageServer.JAVALIN);
    }
}
