package io.github.dynamosessions;

import io.github.dynamosessions.DynamoSessionOptions.OnReadFailure;
import io.github.dynamosessions.DynamoSessionOptions.OnWriteFailure;
import io.github.dynamosessions.DynamoSessionOptions.SessionCaching;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The part of the builder that says what a request gets.
 *
 * @param <B> the builder that users see
 */
abstract class RequestOptions<B> extends MetricsOptions<B> {

    OnReadFailure onReadFailure = OnReadFailure.UNAVAILABLE;
    OnWriteFailure onWriteFailure = OnWriteFailure.UNAVAILABLE;
    SessionCaching sessionCache = SessionCaching.NONE;
    SessionlessPaths sessionlessPaths = SessionlessPaths.NONE;

    /**
     * What a request gets whose session cannot be read, after all retries. Default {@link OnReadFailure#UNAVAILABLE}.
     *
     * @param onReadFailure the answer
     * @return this builder
     */
    public B onReadFailure(OnReadFailure onReadFailure) {
        this.onReadFailure = Objects.requireNonNull(onReadFailure, "onReadFailure");
        return self();
    }

    /**
     * What a request gets whose session cannot be saved, after all retries. Default {@link
     * OnWriteFailure#UNAVAILABLE}.
     *
     * @param onWriteFailure the answer
     * @return this builder
     */
    public B onWriteFailure(OnWriteFailure onWriteFailure) {
        this.onWriteFailure = Objects.requireNonNull(onWriteFailure, "onWriteFailure");
        return self();
    }

    /**
     * Whether sessions stay in memory between requests, used by the Javalin plugin. Default {@link
     * SessionCaching#NONE}. (In a Jetty server, {@link DynamoSessionCacheFactory} takes it.)
     *
     * @param sessionCache the cache
     * @return this builder
     */
    public B sessionCache(SessionCaching sessionCache) {
        this.sessionCache = Objects.requireNonNull(sessionCache, "sessionCache");
        return self();
    }

    /**
     * The paths that need no session, usually those of assets. A request for one of them does without DynamoDB, whatever
     * its cookie says: Jetty would read the session for each. It does not count as a use of the session either, {@code
     * getSession(false)} gives null, and who asks for a new session gets an {@link IllegalStateException}; the cookie
     * stays as it is. Used by the Javalin plugin. Default none. (In a Jetty server, {@link DynamoSessionCacheFactory}
     * takes it.)
     *
     * <p>{@code /assets/*} is a path and what is below it, {@code *.css} a suffix, {@code /robots.txt} one path, and
     * {@code ^/img/[0-9]+$}, which begins with {@code ^}, a regular expression for whole paths. The path is the one
     * behind that of the context, decoded, without query and parameters: {@code /a%20b;c=1?d=2} is {@code /a b}.
     *
     * @param patterns the patterns; without any, every request has its session. They take the place of those set before
     * @return this builder
     * @throws IllegalArgumentException if one of them is no such pattern, or {@code /} or {@code /*}, which Jetty takes
     *     for every path
     */
    public B sessionlessPaths(String... patterns) {
        this.sessionlessPaths = SessionlessPaths.of(Objects.requireNonNull(patterns, "sessionlessPaths"));
        return self();
    }

    /**
     * The paths that need no session, as {@link #sessionlessPaths(String...)}, decided by a predicate.
     *
     * @param paths true for a path that needs none; is called several times in a request, by many threads at once
     * @return this builder
     */
    public B sessionlessPaths(Predicate<String> paths) {
        this.sessionlessPaths = SessionlessPaths.of(Objects.requireNonNull(paths, "sessionlessPaths"));
        return self();
    }
}
