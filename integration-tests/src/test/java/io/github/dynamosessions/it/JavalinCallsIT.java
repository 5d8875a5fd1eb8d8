package io.github.dynamosessions.it;

/** What a request to Javalin costs. */
class JavalinCallsIT extends CallsSuite {

    JavalinCallsIT() {
        super(PageServer.JAVALIN);
    }
}
