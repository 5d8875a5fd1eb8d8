package io.github.dynamosessions.it;

/** Writes that DynamoDB is late to see, on Javalin. */
class JavalinLateWritesIT extends LateWritesSuite {

    JavalinLateWritesIT() {
        super(PageServer.JAVALIN);
    }
}
