package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.local.DynamoDbLocalExtension;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server without SessionUnavailableHandler: no response can be replaced, so an id changes in the store at once. */
class JettyUnguardedIT {

    @RegisterExtension
    static final DynamoDbLocalExtension dynamoDb = new DynamoDbLocalExtension();

    private final JettyBrowser browser = JettyBrowser.http1();
    private JettyCluster cluster;
    private JettyContexts contexts;

    @BeforeEach
    void start() throws Exception {
        cluster = new JettyCluster(dynamoDb);
        contexts = JettyContexts.startUnguarded(cluster.options().build());
        browser.login(contexts.shop());
    }

    @AfterEach
    void stop() {
        contexts.close();
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource({"/rotate, ROTATION", "/logout, END"})
    void whatFailsIsAnswered503WithoutACookieAndTheSessionGoesOn(String page, StoreUpdate update) throws Exception {
        String id = browser.id();
        cluster.proxy().on(update).fail();
        HttpResponse<String> response = browser.get(contexts.shop(), page);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
        cluster.proxy().healAll();

        assertThat(browser.id()).isEqualTo(id);
        assertThat(browser.user(contexts.shop())).isEqualTo("ann");
        assertThat(browser.get(contexts.shop(), page).statusCode()).isEqualTo(200);
    }

    @Test
    void aNewIdThatIsSavedReachesTheClient() throws Exception {
        String id = browser.id();
        assertThat(browser.get(contexts.shop(), "/rotate").statusCode()).isEqualTo(200);
        assertThat(browser.id()).isNotEqualTo(id);
        assertThat(browser.user(contexts.shop())).isEqualTo("ann");
    }
}
