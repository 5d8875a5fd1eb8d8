package io.github.dynamosessions.it;

/** Logins that fail, on Javalin. */
class JavalinLoginsIT extends LoginsSuite {

    JavalinLoginsIT() {
        super(PageServer.JAVALIN);
    }
}
