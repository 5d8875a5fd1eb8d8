package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Calls that meet each other in DynamoDB: it refuses one of them, and the SDK takes that for final. */
class ContentionIT extends PageSuite {

    @Test
    void aChangeThatMeetsALoginUnderWayIsMadeAgain() throws Exception {
        browser.login(other);
        cluster.proxy().resetCounts();
        cluster.proxy().on("UpdateItem").times(2).conflict();

        assertThat(browser.get(node, "/set?name=user&value=bob").statusCode()).isEqualTo(200);

        assertThat(cluster.proxy().calls("UpdateItem")).isEqualTo(3);
        assertThat(browser.user(other)).isEqualTo("bob");
    }

    @Test
    void aLogoutThatMeetsALoginUnderWayIsMadeAgain() throws Exception {
        String id = browser.login(other);
        cluster.proxy().on("DeleteItem").times(1).conflict();

        assertThat(browser.get(node, "/logout").statusCode()).isEqualTo(200);

        assertThat(cluster.item(id)).isEmpty();
    }
}
