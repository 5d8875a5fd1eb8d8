package io.github.dynamosessions.benchmarks.node;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser that keeps the session's cookie. One request at a time. */
public final class Visitor {

    private static final Pattern SET_COOKIE = Pattern.compile("Set-Cookie: JSESSIONID=([^;\r]+)");

    private final JettyNode node;
    private String id;
    private String lastAnswer = "";

    /** One who has no session yet. */
    public Visitor(JettyNode node) {
        this(node, "");
    }

    /** One who sends this session id. */
    public Visitor(JettyNode node, String id) {
        this.node = node;
        this.id = id;
    }

    /**
     * Asks for a page.
     *
     * @throws IllegalStateException if the answer is not 200
     */
    public void visit(String page) {
        if (!tries(page)) {
            throw new IllegalStateException(page + " was not answered 200 but " + lastAnswer);
        }
    }

    /** Asks for a page that may be refused; false if the answer is not 200. */
    public boolean tries(String page) {
        String cookie = id.isEmpty() ? "" : "Cookie: JSESSIONID=" + id + "\r\n";
        lastAnswer =
                node.respond("GET " + page + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + cookie + "\r\n");
        Matcher setCookie = SET_COOKIE.matcher(lastAnswer);
        if (setCookie.find()) {
            String value = setCookie.group(1);
            id = value.contains(".") ? value.substring(0, value.indexOf('.')) : value;
        }
        return lastAnswer.startsWith("HTTP/1.1 200 ");
    }

    /** The session's id, without the node's name that Jetty appends to it in the cookie. */
    public String id() {
        return id;
    }
}
