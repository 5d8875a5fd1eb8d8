package io.github.dynamosessions.benchmarks.node;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser that keeps the session's cookie. One request at a time. */
public final class Visitor {

    private static final Pattern SET_COOKIE = Pattern.compile("Set-Cookie: JSESSIONID=([^;\r]+)");

    private final JettyNode node;
    private String cookie;
    private String lastAnswer = "";

    /** One who has no session yet. */
    public Visitor(JettyNode node) {
        this(node, "");
    }

    /** One who sends this cookie. */
    public Visitor(JettyNode node, String cookie) {
        this.node = node;
        this.cookie = cookie;
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
        String header = cookie.isEmpty() ? "" : "Cookie: JSESSIONID=" + cookie + "\r\n";
        lastAnswer =
                node.respond("GET " + page + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header + "\r\n");
        Matcher setCookie = SET_COOKIE.matcher(lastAnswer);
        if (setCookie.find()) {
            cookie = setCookie.group(1);
        }
        return lastAnswer.startsWith("HTTP/1.1 200 ");
    }

    /** The value of the session's cookie. */
    public String cookie() {
        return cookie;
    }

    /** What the key of the session's item ends with: its cookie up to the dot. */
    public String selector() {
        return cookie.contains(".") ? cookie.substring(0, cookie.indexOf('.')) : cookie;
    }
}
