package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandLineIT {

    @ParameterizedTest
    @ValueSource(strings = {"--nodez=2", "--nodes=none", "--nodes=0", "--port=70000", "--max-inactive=-1", "--table=x"})
    void aFlagThatIsUnknownOrBadEndsTheDemoWithOneLineAndExitCodeTwo(String flag) {
        DemoProcess demo = DemoProcess.ended(flag);

        assertThat(demo.exitCode()).isEqualTo(2);
        assertThat(demo.output().lines()).singleElement().asString().contains(flag.replaceAll("=.*", ""));
    }

    @Test
    void aPortThatIsTakenIsNamedInOneLine() {
        try (DemoProcess dynamoDb = DemoProcess.dynamoDb()) {
            int taken = dynamoDb.uri("/").getPort();

            DemoProcess second = DemoProcess.ended("--dynamodb-only", "--dynamodb-port=" + taken);

            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.output().lines()).singleElement().asString().contains("" + taken);
        }
    }

    @Test
    void aDemoThatIsAskedToEndEndsCleanly() {
        try (DemoProcess dynamoDb = DemoProcess.dynamoDb();
                DemoProcess node = DemoProcess.node("node", dynamoDb)) {
            node.terminate();

            assertThat(node.output()).doesNotContain("Exception");
        }
    }
}
