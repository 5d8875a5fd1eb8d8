package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the Servlet specification promises to listeners, one node of a cluster keeps, and it alone. */
@ParameterizedClass
@EnumSource(PageServer.class)
class ListenersIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static JettyCluster cluster;
    private static PageNode node;
    private static PageNode other;

    @Parameter
    PageServer server;

    private final JettyBrowser browser = JettyBrowser.http1();

    @BeforeParameterizedClassInvocation
    static void start(PageServer server) throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        node = cluster.start();
        other = cluster.start();
        for (PageNode each : new PageNode[] {node, other}) {
            each.page("/remove", (request, response) -> request.getSession()
                    .removeAttribute(request.getParameter("name")));
        }
    }

    @AfterEach
    void resetListener() {
        node.events().whenIdChanges(() -> {});
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        cluster.close();
    }

    @Test
    void aCreationAndItsAttributesAreToldWhereTheyHappenAndNotWhereTheyAreRead() throws Exception {
        String id = browser.login(node);

        assertThat(browser.user(other)).isEqualTo("ann");
        assertThat(browser.user(node)).isEqualTo("ann");

        assertThat(node.events().of(id)).containsExactly("created", "user added: ann");
        assertThat(other.events().of(id)).isEmpty();
    }

    @Test
    void aChangeIsToldWithTheValueThatWasStoredByAnotherNode() throws Exception {
        String id = browser.login(node);

        browser.get(other, "/set?name=user&value=bob");
        browser.get(other, "/set?name=cart&value=book");
        browser.get(node, "/remove?name=user");

        assertThat(other.events().of(id)).containsExactly("user replaced: ann", "cart added: book");
        assertThat(node.events().of(id)).containsExactly("created", "user added: ann", "user removed: bob");
    }

    @Test
    void aNewIdIsToldOnceAndNothingElseSeemsToHappen() throws Exception {
        String old = browser.login(node);

        browser.get(other, "/rotate");
        assertThat(browser.user(node)).isEqualTo("ann");

        assertThat(other.events().of(browser.id())).containsExactly("id was " + old);
        assertThat(node.events().of(browser.id())).isEmpty();
        assertThat(other.events().of(old)).isEmpty();
        assertThat(node.events().of(old)).doesNotContain("destroyed");
    }

    @Test
    void aLogoutIsToldBeforeTheAttributesGo() throws Exception {
        String id = browser.login(node);

        browser.get(other, "/logout");

        assertThat(other.events().of(id)).containsExactly("destroyed", "user removed: ann");
        assertThat(node.events().of(id)).containsExactly("created", "user added: ann");
    }

    @Test
    void anExpiredSessionIsToldLikeALogout() throws Exception {
        String id = browser.login(node);
        cluster.expireAt(id, System.currentTimeMillis() - 120_000);

        other.scavenge();
        node.scavenge();

        assertThat(other.events().of(id)).containsExactly("destroyed", "user removed: ann");
        assertThat(node.events().of(id)).containsExactly("created", "user added: ann");
    }

    @Test
    void aNewIdThatIsNotSavedWasToldWhenTheApplicationAskedForItAndTheSessionGoesOn() throws Exception {
        String id = browser.login(node);
        Fault failing = cluster.proxy()
                .on(StoreUpdate.ROTATION)
                .containing(cluster.key(id))
                .fail();
        assertThat(browser.get(other, "/rotate").statusCode()).isEqualTo(503);
        failing.heal();

        assertThat(other.events().idsWith("id was " + id)).hasSize(1);
        assertThat(other.events().of(id)).isEmpty();
        assertThat(browser.get(other, "/logout").statusCode()).isEqualTo(200);
        assertThat(other.events().of(id)).containsExactly("destroyed", "user removed: ann");
    }

    @Test
    void aSessionThatIsNotSavedWasCreatedAndNobodyHearsOfItsEnd() throws Exception {
        int created = other.events().idsWith("created").size();
        Fault failing = cluster.proxy().onWrites().fail();
        assertThat(browser.get(other, "/set?name=user&value=eve").statusCode()).isEqualTo(503);
        failing.heal();

        List<String> ids = other.events().idsWith("created");
        assertThat(ids).hasSize(created + 1);
        String id = ids.get(created);
        assertThat(cluster.item(id)).isEmpty();
        other.scavenge();
        assertThat(other.events().of(id)).containsExactly("created", "user added: eve");
    }

    @Test
    void aListenerOfARotationFindsTheSessionOfItsRequest() throws Exception {
        browser.login(node);
        node.page("/rotate-and-ask", (request, response) -> {
            HttpSession session = request.getSession();
            node.events().whenIdChanges(() -> session.setAttribute("found", request.getSession() == session));
            request.changeSessionId();
            request.getSession().setAttribute("late", "1");
        });
        assertThat(browser.get(node, "/rotate-and-ask").statusCode()).isEqualTo(200);

        assertThat(browser.get(other, "/get?name=found").body()).isEqualTo("true");
        assertThat(browser.get(other, "/get?name=late").body()).isEqualTo("1");
        assertThat(browser.user(node)).isEqualTo("ann");
    }

    @Test
    void aListenerOfARotationMayEndTheSession() throws Exception {
        String id = browser.login(node);
        node.page("/rotate-and-end", (request, response) -> {
            node.events().whenIdChanges(request.getSession()::invalidate);
            request.changeSessionId();
        });
        int ended = node.destroyed().size();
        assertThat(browser.get(node, "/rotate-and-end").statusCode()).isEqualTo(200);

        assertThat(cluster.item(id)).isEmpty();
        assertThat(browser.user(node)).isEqualTo("no session");
        assertThat(node.destroyed()).hasSize(ended + 1);
    }

    @Test
    void anErrorOfAListenerOfARotationIsLoggedAndTheRotationGoesOn() throws Exception {
        browser.login(node);
        node.events().whenIdChanges(() -> {
            throw new NoClassDefFoundError("gone");
        });
        assertThat(browser.get(node, "/rotate").statusCode()).isEqualTo(200);
        node.events().whenIdChanges(() -> {});

        assertThat(browser.user(node)).isEqualTo("ann");
        assertThat(browser.get(node, "/rotate").statusCode()).isEqualTo(200);
        assertThat(browser.user(other)).isEqualTo("ann");
    }

    @Test
    void aFailedLogoutIsNotTold() throws Exception {
        String id = browser.login(node);
        Fault failing =
                cluster.proxy().on(StoreUpdate.END).containing(cluster.key(id)).fail();
        assertThat(browser.get(other, "/logout").statusCode()).isEqualTo(503);
        failing.heal();
        assertThat(other.events().of(id)).isEmpty();

        assertThat(browser.get(other, "/logout").statusCode()).isEqualTo(200);

        assertThat(other.events().of(id)).containsExactly("destroyed", "user removed: ann");
    }
}
