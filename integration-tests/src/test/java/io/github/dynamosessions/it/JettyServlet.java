package io.github.dynamosessions.it;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** The application of a {@link JettyNode}: some pages that every test needs, and those that a test adds. */
final class JettyServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final transient Map<String, JettyPage> pages = new ConcurrentHashMap<>();
    private final transient Map<String, Later> laterPages = new ConcurrentHashMap<>();
    private final transient Map<String, JettyPage> sockets = new ConcurrentHashMap<>();
    private final transient List<Integer> clientPorts = new CopyOnWriteArrayList<>();

    JettyServlet() {
        pages.put("/hello", (request, response) -> response.getWriter().print("hello"));
        pages.put("/set", JettyServlet::set);
        pages.put("/get", JettyServlet::get);
        pages.put("/rotate", (request, response) -> {
            request.changeSessionId();
            response.getWriter().print("rotated");
        });
        pages.put("/logout", (request, response) -> {
            request.getSession(false).invalidate();
            response.getWriter().print("bye");
        });
        pages.put("/timeout", (request, response) -> request.getSession()
                .setMaxInactiveInterval(Integer.parseInt(request.getParameter("seconds"))));
    }

    void put(String path, JettyPage page) {
        pages.put(path, page);
    }

    /** Adds a page that answers later than it returns. */
    void putLater(String path, JettyPage first, Supplier<CompletableFuture<String>> answer) {
        laterPages.put(path, new Later(first, answer));
    }

    /** The page of this path that answers later, null if there is none. */
    Later later(String path) {
        return laterPages.get(path);
    }

    /** Adds a page that does something first, then opens a WebSocket, which says hello and nothing else. */
    void putSocket(String path, JettyPage first) {
        sockets.put(path, first);
        pages.put(path, (request, response) -> {
            first.serve(request, response);
            JettyWebSocketServerContainer.getContainer(request.getServletContext())
                    .upgrade((upgrade, answer) -> new Hello(), request, response);
        });
    }

    /** What the page of this path does before it opens a WebSocket, null if it opens none. */
    JettyPage socket(String path) {
        return sockets.get(path);
    }

    /** Of all requests so far, the port that the client sent it from: the same port is the same connection. */
    List<Integer> clientPorts() {
        return clientPorts;
    }

    @Override
    public void service(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        clientPorts.add(request.getRemotePort());
        Later later = later(request.getPathInfo());
        JettyPage page = later == null ? pages.get(request.getPathInfo()) : later::serveAsync;
        if (page == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try {
            page.serve(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    /** A WebSocket of Jetty's. */
    public static final class Hello implements Session.Listener.AutoDemanding {
        @Override
        public void onWebSocketOpen(Session session) {
            session.sendText(WebSocketClient.HELLO, Callback.NOOP);
        }
    }

    /** A page that does something first, and answers later, on another thread. */
    record Later(JettyPage first, Supplier<CompletableFuture<String>> answers) {

        CompletableFuture<String> answer() {
            return answers.get();
        }

        private void serveAsync(HttpServletRequest request, HttpServletResponse response) throws Exception {
            first.serve(request, response);
            AsyncContext async = request.startAsync();
            answer().thenAccept(text -> {
                try {
                    response.getOutputStream().print(text);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    async.complete();
                }
            });
        }
    }

    private static void set(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.getSession().setAttribute(request.getParameter("name"), request.getParameter("value"));
        response.getWriter().print("set");
    }

    /** Never makes a session. */
    private static void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession(false);
        response.getWriter().print(session == null ? "no session" : session.getAttribute(request.getParameter("name")));
    }
}
