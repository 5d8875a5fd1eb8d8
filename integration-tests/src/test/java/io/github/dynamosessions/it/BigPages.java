package io.github.dynamosessions.it;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/** Pages that put big values into a session, and say whether they are still what they were. */
final class BigPages {

    private BigPages() {}

    /** {@code /fill?name=photo&bytes=100000&seed=1} and {@code /check} with the same parameters. */
    static void addTo(PageNode node) {
        node.page("/fill", BigPages::fill);
        node.page("/check", BigPages::check);
        node.page("/text", BigPages::text);
        node.page("/remove", (request, response) -> request.getSession().removeAttribute(request.getParameter("name")));
    }

    /** Bytes that do not shrink. */
    static byte[] random(int bytes, long seed) {
        byte[] random = new byte[bytes];
        new Random(seed).nextBytes(random);
        return random;
    }

    private static void fill(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.getSession().setAttribute(request.getParameter("name"), expected(request));
        response.getWriter().print("filled");
    }

    /** Says {@code same} if the value is what the parameters of {@code /fill} made of it. */
    static void check(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object value = request.getSession(false).getAttribute(request.getParameter("name"));
        boolean same = value instanceof byte[] bytes && Arrays.equals(bytes, expected(request));
        response.getWriter().print(same ? "same" : "other: " + value);
    }

    /** A text of so many characters, which shrinks to nearly nothing. */
    private static void text(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String text = "lorem ipsum ".repeat(number(request, "bytes") / 12);
        request.getSession().setAttribute(request.getParameter("name"), text);
        response.getWriter().print(text.length());
    }

    private static byte[] expected(HttpServletRequest request) {
        return random(number(request, "bytes"), number(request, "seed"));
    }

    private static int number(HttpServletRequest request, String parameter) {
        return Integer.parseInt(request.getParameter(parameter));
    }
}
