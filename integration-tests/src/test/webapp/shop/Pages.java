package shop;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The pages of the application. */
public final class Pages extends HttpServlet {

    private static final long serialVersionUID = 1;

    /** Closed until somebody opens them, and open from then on. */
    private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().print(answer(request, response));
    }

    private static String answer(HttpServletRequest request, HttpServletResponse response) {
        switch (request.getPathInfo()) {
            case "/set":
                request.getSession().setAttribute(request.getParameter("name"), request.getParameter("value"));
                return "set";
            case "/get":
                return attribute(request.getSession(false), request.getParameter("name"));
            case "/add":
                return add(request.getSession(), request.getParameter("item"));
            case "/id":
                return request.getSession().getId();
            case "/remove":
                request.getSession().removeAttribute(request.getParameter("name"));
                return "removed";
            case "/set-at-gate":
                return setAtGate(request.getSession(), request.getParameter("name"), request.getParameter("gate"));
            case "/open":
                gate(request.getParameter("gate")).countDown();
                return "open";
            case "/rotate":
                return request.changeSessionId();
            case "/login":
                request.changeSessionId();
                request.getSession().setAttribute("user", request.getParameter("user"));
                return "hello " + request.getParameter("user");
            case "/logout":
                request.getSession().invalidate();
                return "bye";
            case "/timeout":
                request.getSession().setMaxInactiveInterval(Integer.parseInt(request.getParameter("seconds")));
                return "set";
            case "/ended":
                return String.join(",", EndedSessions.IDS);
            case "/look":
                return request.getRequestedSessionId() + " " + request.isRequestedSessionIdFromCookie() + " "
                        + request.getRemoteUser() + " " + request.getUserPrincipal() + " " + response.encodeURL("/a");
            case "/is-valid":
                return String.valueOf(request.isRequestedSessionIdValid());
            case "/reset":
                response.reset();
                return "reset";
            case "/use-often":
                return usesThatFail(request);
            case "/class":
                return origin(request.getParameter("name"));
            case "/secure/page":
                return request.getRemoteUser() + " " + request.getParameter("note");
            case "/mbeans":
                return mbeans(request.getParameter("query"));
            default:
                return "hello";
        }
    }

    /** Goes on whatever its session says. */
    private static String usesThatFail(HttpServletRequest request) {
        int failed = 0;
        for (int i = 0; i < 3; i++) {
            try {
                request.getSession(i == 2);
            } catch (Error e) {
                failed++;
            }
        }
        return "failed " + failed;
    }

    /** Never makes a session. */
    private static String attribute(HttpSession session, String name) {
        return session == null ? "no session" : String.valueOf(session.getAttribute(name));
    }

    /** The session has been read; it is changed once the gate is open. */
    private static String setAtGate(HttpSession session, String name, String gate) {
        try {
            gate(gate).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        session.setAttribute(name, "late");
        return "set";
    }

    private static CountDownLatch gate(String name) {
        return GATES.computeIfAbsent(name, closed -> new CountDownLatch(1));
    }

    private static String add(HttpSession session, String item) {
        Cart cart = (Cart) session.getAttribute("cart");
        if (cart == null) {
            cart = new Cart();
        }
        cart.add(item);
        session.setAttribute("cart", cart);
        return cart.toString();
    }

    /** Where the application's class loader finds a class. */
    private static String origin(String name) {
        try {
            return Class.forName(name, false, Pages.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toString();
        } catch (ClassNotFoundException e) {
            return "not found";
        }
    }

    /** One line for each bean, with the names of its attributes. */
    private static String mbeans(String query) {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            Set<ObjectName> names = server.queryNames(new ObjectName(query), null);
            StringBuilder lines = new StringBuilder();
            for (ObjectName name : names) {
                lines.append(name);
                for (var attribute : server.getMBeanInfo(name).getAttributes()) {
                    lines.append(' ').append(attribute.getName());
                }
                lines.append('\n');
            }
            return lines.toString();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
