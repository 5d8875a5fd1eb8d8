package io.github.dynamosessions.proof;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Collections;
import java.util.TreeSet;

/** What the application does. Each page says what it has seen: {@code a=0}, {@code done}, or {@code no session}. */
final class Pages extends HttpServlet {

    static final String NO_SESSION = "no session";

    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean creates = request.getPathInfo().equals("/create");
        HttpSession session = request.getSession(creates);
        response.getWriter().print(session == null ? NO_SESSION : serve(request, session));
    }

    private static String serve(HttpServletRequest request, HttpSession session) {
        String name = request.getParameter("name");
        String value = request.getParameter("value");
        switch (request.getPathInfo()) {
            case "/create" -> Values.INITIAL.forEach(session::setAttribute);
            case "/read" -> {
                return read(session, name);
            }
            case "/set" -> session.setAttribute(name, value);
            case "/replace" -> session.setAttribute(name, Values.big(value));
            case "/many" -> {
                for (int i = 0; i < 17; i++) {
                    session.setAttribute("n" + i, session.getAttribute("n" + i) + "+"); // other values each time
                }
            }
            case "/timeout" -> session.setMaxInactiveInterval(Integer.parseInt(value));
            case "/remove" -> session.removeAttribute(name);
            case "/login" -> {
                request.changeSessionId();
                session.setAttribute("user", value);
            }
            case "/logout" -> session.invalidate();
            default -> throw new IllegalArgumentException(request.getPathInfo());
        }
        return "done";
    }

    private static String read(HttpSession session, String names) {
        StringBuilder seen = new StringBuilder();
        for (String name : new TreeSet<>(Collections.list(session.getAttributeNames()))) {
            if (names.contains(name)) {
                seen.append(name)
                        .append('=')
                        .append(Values.small(session.getAttribute(name)))
                        .append('\n');
            }
        }
        return seen.toString();
    }
}
