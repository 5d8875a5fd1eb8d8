package io.github.dynamosessions.demo;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A demo on free ports with an embedded DynamoDB, for all tests of a class. */
final class RunningDemo implements BeforeAllCallback, AfterAllCallback {

    private final String[] flags;
    private Demo demo;

    RunningDemo(String... flags) {
        this.flags = flags;
    }

    static Demo start(String... flags) {
        DemoOptions options = new DemoOptions();
        options.parse(flags);
        return Demo.start(options);
    }

    Demo demo() {
        return demo;
    }

    Visitor newVisitor() {
        return new Visitor(demo.url());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        demo = start(flags);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        demo.close();
    }
}
