package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.Serializable;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An application is taken out of its server while requests are under way: the connections live on. */
@ParameterizedClass
@EnumSource(PageServer.class)
class UndeployedIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    @Parameter
    PageServer server;

    private final JettyBrowser browser = JettyBrowser.http1();
    private JettyLogs logs;
    private JettyCluster cluster;
    private PageNode node;
    private PageNode other;

    @BeforeEach
    void start() throws Exception {
        logs = JettyLogs.capture();
        cluster = new JettyCluster(server, dynamoDb);
        node = cluster.start();
        other = cluster.start();
    }

    @AfterEach
    void stop() {
        cluster.close();
        logs.close();
    }

    @Test
    void aChangeThatCannotBeSavedAnyMoreIsNotAnswered2xx() throws Exception {
        browser.login(node);
        GatedPage page = new GatedPage(1, (request, response) -> {
            request.getSession(false).setAttribute("late", "1");
            response.getWriter().print("set");
        });

        HttpResponse<String> answer = askAndUndeploy(page);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(answer)).isEmpty();
        assertThat(browser.user(other)).isEqualTo("ann");
        assertThat(logs.with("the application is starting or has stopped"))
                .contains("WARN Sessions cannot be saved: the application is starting or has stopped");
    }

    @Test
    void aRequestThatHasNothingToSaveIsAnswered() throws Exception {
        browser.login(node);
        GatedPage page = new GatedPage(1, (request, response) -> response.getWriter()
                .print(request.getSession(false).getAttribute("user")));
        assertThat(askAndUndeploy(page).body()).isEqualTo("ann");
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void aLoginThatComesTooLateIsNotAnsweredWithAnIdThatNobodyKnows() throws Exception {
        String old = browser.login(node);
        HttpResponse<String> answer =
                askAndUndeploy(new GatedPage(1, (request, response) -> request.changeSessionId()));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(answer)).isEmpty();
        assertThat(browser.id()).isEqualTo(old);
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void aSessionCreatedTooLateIsAnswered503() throws Exception {
        HttpResponse<String> answer = askAndUndeploy(new GatedPage(1, (request, response) -> request.getSession(true)));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(answer)).isEmpty();
        assertThat(logs.with("NullPointerException")).isEmpty();
    }

    @Test
    void aLogoutThatComesTooLateIsAnswered503() throws Exception {
        browser.login(node);
        HttpResponse<String> answer = askAndUndeploy(
                new GatedPage(1, (request, response) -> request.getSession().invalidate()));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(node.destroyed()).isEmpty();
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void aLogoutThatSucceededIsAnswered() throws Exception {
        String id = browser.login(node);
        GatedPage page =
                new GatedPage(1, (request, response) -> response.getWriter().print("bye"));
        HttpResponse<String> answer = askAndUndeploy(page, (request, response) -> {
            request.getSession().setAttribute("late", "1");
            request.getSession().invalidate();
            page.serve(request, response);
        });

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("bye");
        assertThat(browser.user(other)).isEqualTo("no session");
    }

    @Test
    void aChangeThatMeetsTheStopWhileItIsSavedIsAnswered503() throws Exception {
        browser.login(node);
        node.page("/set-value", (request, response) -> request.getSession().setAttribute("value", new Stopping()));
        Stopping.whenSaved = () -> {
            Stopping.whenSaved = () -> null;
            node.undeploy();
            return null;
        };
        HttpResponse<String> answer = browser.get(node, "/set-value");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    private static final class Stopping implements Serializable, HttpSessionActivationListener {

        private static final long serialVersionUID = 1;

        static volatile Callable<Object> whenSaved = () -> null;

        @Override
        public void sessionWillPassivate(HttpSessionEvent event) {
            try {
                whenSaved.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private HttpResponse<String> askAndUndeploy(GatedPage page) throws Exception {
        return askAndUndeploy(page, page);
    }

    private HttpResponse<String> askAndUndeploy(GatedPage gate, JettyPage page) throws Exception {
        node.page("/gated", page);
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return browser.get(node, "/gated");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        gate.awaitBegun();
        node.undeploy();
        gate.open();
        return answer.join();
    }
}
