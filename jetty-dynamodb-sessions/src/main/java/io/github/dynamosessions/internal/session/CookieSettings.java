package io.github.dynamosessions.internal.session;

import java.time.Duration;
import org.eclipse.jetty.http.HttpCookie.SameSite;
import org.jspecify.annotations.Nullable;

/**
 * What options say about the session cookie. What they do not say is null, and left to the context.
 *
 * @param name its name
 * @param secure true for Secure, HttpOnly, SameSite=Lax and a {@code __Host-} name; false for never Secure
 * @param sameSite its SameSite
 * @param path its Path
 * @param domain its Domain
 * @param maxAge its Max-Age, in whole seconds
 * @param partitioned whether it is Partitioned
 * @param urlIds whether IDs may be in URLs
 * @param secureDefaults whether {@code secure} is true where every connector of the server speaks TLS, and {@code urlIds} is false,
 *     unless they are set
 */
public record CookieSettings(
        @Nullable String name,
        @Nullable Boolean secure,
        @Nullable SameSite sameSite,
        @Nullable String path,
        @Nullable String domain,
        @Nullable Duration maxAge,
        @Nullable Boolean partitioned,
        @Nullable Boolean urlIds,
        boolean secureDefaults) {}
