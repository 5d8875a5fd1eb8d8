package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * With {@code consistentReads=false}, a read may miss what was written a moment ago: it is read again before a request goes on without
 * its session (F19 of the model's counterexamples).
 */
class EventuallyConsistentReadsIT extends PageSuite {

    private static final String EVENTUALLY = "\"ConsistentRead\":false";

    private PageNode cheap;

    @BeforeEach
    void startNode() throws Exception {
        cheap = start(patient().consistentReads(false).build());
        BigPages.addTo(cheap);
    }

    @AfterEach
    void closeNode() {
        cheap.close();
    }

    @Test
    void aSessionThatTheFirstReadMissesIsFound() throws Exception {
        Fault missing = cluster.proxy().on("GetItem").containing(EVENTUALLY).findNothing();
        String id = browser.login(cheap);
        assertThat(missing.callsMet()).isZero();
        for (String page : List.of("/get?name=user", "/set?name=basket&value=full", "/get?name=basket")) {
            HttpResponse<String> response = browser.get(cheap, page);
            assertThat(response.statusCode()).as(page).isEqualTo(200);
            assertThat(JettyBrowser.setCookies(response)).as(page).isEmpty();
        }
        assertThat(missing.callsMet()).isEqualTo(3);
        assertThat(browser.id()).isEqualTo(id);
        assertThat(cluster.attributes(id)).containsOnlyKeys("user", "basket");
    }

    @Test
    void aSessionWithANewIdThatTheFirstReadMissesIsFound() throws Exception {
        browser.login(other);
        cluster.proxy().on("GetItem").containing(EVENTUALLY).findNothing();
        assertThat(browser.get(cheap, "/rotate").statusCode()).isEqualTo(200);
        assertThat(browser.user(cheap)).isEqualTo("ann");
        assertThat(browser.get(cheap, "/logout").statusCode()).isEqualTo(200);
        assertThat(browser.user(other)).isEqualTo("no session");
    }

    @Test
    void aLargeAttributeThatTheFirstReadMissesIsFound() throws Exception {
        String photo = "?name=photo&bytes=20000&seed=1";
        browser.get(cheap, "/fill" + photo);
        Fault missing =
                cluster.proxy().on("BatchGetItem").containing(EVENTUALLY).findNothing();
        assertThat(browser.get(cheap, "/check" + photo).body()).isEqualTo("same");
        assertThat(missing.callsMet()).isEqualTo(1);
    }
}
