package io.github.dynamosessions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionCacheFactory;
import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.DynamoSessionIdManager;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionUnavailableHandler;
import java.util.Map;
import org.eclipse.jetty.http.HttpTester;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.session.SessionHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;

/** A Jetty server without a port: what it writes is what the command line has to read. */
final class RealStore implements AutoCloseable {

    private static final String COOKIE_NAME = "JSESSIONID=";

    private final Server server = new Server();
    private final LocalConnector connector = new LocalConnector(server);
    private final DynamoSessionDataStore store;
    private final String contextPath;
    private Map<String, ?> attributes = Map.of();

    RealStore(DynamoSessionOptions options, String contextPath) throws Exception {
        this.contextPath = contextPath;
        store = new DynamoSessionDataStore(options);
        SessionHandler sessions = new SessionHandler();
        sessions.setMaxInactiveInterval(1_800);
        sessions.setHandler(new Pages());
        SessionCache cache = new DynamoSessionCacheFactory(options).getSessionCache(sessions);
        cache.setSessionDataStore(store);
        sessions.setSessionCache(cache);
        server.addBean(new DynamoSessionIdManager(server), true);
        server.addConnector(connector);
        server.setHandler(new SessionUnavailableHandler());
        server.getDescendant(SessionUnavailableHandler.class).setHandler(new ContextHandler(sessions, contextPath));
        server.start();
    }

    /** A new session. */
    Client create(Map<String, ?> sessionAttributes) throws Exception {
        attributes = sessionAttributes;
        return respond("create", "");
    }

    /** The same session after a login, for instance. */
    Client rotate(Client client) throws Exception {
        return respond("rotate", client.cookie());
    }

    DynamoSessionDataStore store() {
        return store;
    }

    private Client respond(String page, String cookie) throws Exception {
        String path = contextPath.equals("/") ? "/" + page : contextPath + "/" + page;
        HttpTester.Response response = HttpTester.parseResponse(connector.getResponse("GET " + path
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: " + COOKIE_NAME + cookie + "\r\n\r\n"));
        assertThat(response.getStatus()).isEqualTo(200);
        String setCookie = response.get("Set-Cookie");
        return new Client(
                response.getContent(), setCookie.substring(COOKIE_NAME.length()).split(";")[0]);
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }

    /**
     * Who has a session.
     *
     * @param id the session's public ID
     * @param cookie the value of its cookie
     */
    record Client(String id, String cookie) {}

    private final class Pages extends Handler.Abstract {

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Session session = request.getSession(true);
            if (Request.getPathInContext(request).equals("/rotate")) {
                session.renewId(request, response);
            }
            attributes.forEach(session::setAttribute);
            Content.Sink.write(response, true, session.getId(), callback);
            return true;
        }
    }
}
