package io.github.dynamosessions;

import io.github.dynamosessions.internal.request.RequestScope;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.URIUtil;
import org.jspecify.annotations.Nullable;

/** The paths of a context on which requests have no session, whatever their cookie says. Thread safe. */
final class SessionlessPaths {

    static final SessionlessPaths NONE = new SessionlessPaths(List.of(), path -> false);

    private static final String OPTION = "sessionlessPaths";
    private static final String ALLOWED = "path patterns such as /assets/*, *.css, /robots.txt or ^/img/[0-9]+$";

    /** Of Jetty's patterns, those that it takes as they read: not {@code /}, every path, nor {@code /x*}, one path. */
    private static final String PATTERN = "\\^.+|/[^*?;#]+(/\\*)?|\\*\\.[^*/?;#]+";

    private final List<PathSpec> patterns;
    private final Predicate<String> predicate;

    private SessionlessPaths(List<PathSpec> patterns, Predicate<String> predicate) {
        this.patterns = patterns;
        this.predicate = predicate;
    }

    static SessionlessPaths of(String... patterns) {
        if (patterns.length == 0) {
            return NONE;
        }
        return new SessionlessPaths(
                Arrays.stream(patterns).map(SessionlessPaths::parsed).toList(), NONE.predicate);
    }

    static SessionlessPaths of(Predicate<String> predicate) {
        return new SessionlessPaths(List.of(), predicate);
    }

    /** Whether the current thread serves a request of this context on one of the paths. */
    boolean includeRequestIn(@Nullable Context context) {
        return this != NONE && currentRule(context) != null;
    }

    /**
     * For an application that wants a new session.
     *
     * @throws IllegalStateException if the current thread serves a request of this context on one of the paths
     */
    void refuseSessionIn(@Nullable Context context) {
        String rule = this == NONE ? null : currentRule(context);
        if (rule != null) {
            throw new IllegalStateException("no session can be created: " + rule
                    + ". A path whose handler needs a session must not be among them");
        }
    }

    private @Nullable String currentRule(@Nullable Context context) {
        Request request = RequestScope.request();
        if (request == null || request.getContext() != context) {
            return null;
        }
        String path = URIUtil.decodePath(Request.getPathInContext(request));
        for (PathSpec pattern : patterns) {
            if (pattern.matched(path) != null) {
                return OPTION + " has '" + pattern.getDeclaration() + "', and the request is for '" + path + "'";
            }
        }
        return predicate.test(path) ? "the predicate of " + OPTION + " holds for '" + path + "'" : null;
    }

    /** As it was configured. */
    @Override
    public String toString() {
        if (this == NONE) {
            return "none";
        }
        return patterns.isEmpty()
                ? "a predicate"
                : patterns.stream().map(PathSpec::getDeclaration).toList().toString();
    }

    private static PathSpec parsed(String pattern) {
        OptionChecks.matching(OPTION, pattern, PATTERN, ALLOWED);
        try {
            return PathSpec.from(pattern);
        } catch (IllegalArgumentException e) {
            IllegalArgumentException complaint = OptionChecks.bad(OPTION, ALLOWED, "'" + pattern + "'");
            complaint.initCause(e);
            throw complaint;
        }
    }
}
