package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions with large attributes, on two nodes of the demo. */
class LargeAttributesIT {

    private static Cluster cluster;

    private final DemoClient client = new DemoClient();

    @BeforeAll
    static void start() {
        cluster = Cluster.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 300_000, 1_000_000, 2_000_000})
    void aBigValueComesBackOnTheOtherNodeAndGoesWithItsSession(int characters) {
        String random = Base64.getEncoder()
                .encodeToString(BigPages.random(characters, 1))
                .substring(0, characters);
        String list = "[\"" + random + "\",\"" + "x".repeat(characters) + "\"]";
        client.login(cluster.one(), "ann");
        assertThat(client.put(cluster.one(), "text", "\"" + random + "\"").statusCode())
                .isEqualTo(204);
        assertThat(client.attributes(cluster.two()).path("text").asText()).isEqualTo(random);
        assertThat(client.put(cluster.two(), "text", list).statusCode()).isEqualTo(204);
        assertThat(client.attributes(cluster.one()).path("text").get(0).asText())
                .isEqualTo(random);
        assertThat(client.attributes(cluster.one()).path("text").get(1).asText())
                .hasSize(characters);
        client.logout(cluster.one());
        assertThat(cluster.storedSessions()).isEmpty();
    }
}
