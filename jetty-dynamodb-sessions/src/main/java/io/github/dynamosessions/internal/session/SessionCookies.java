package io.github.dynamosessions.internal.session;

import io.github.dynamosessions.internal.item.SessionCookie;
import io.github.dynamosessions.internal.request.RequestFailure;
import io.github.dynamosessions.internal.request.RequestScope;
import io.github.dynamosessions.internal.request.SessionUnavailableError;
import io.github.dynamosessions.internal.store.SessionWriter.RotationLostException;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The cookies behind the public IDs that Jetty passes around. Jetty splits an <em>extended ID</em>, which is what the client
 * sends, into the ID and the rest, and hands on the ID alone. So the session ID manager announces here, on the thread of the
 * request, which cookie an ID was split from; the session cache, which Jetty asks next, takes it. An announcement is for one ID
 * and is replaced by the next: if Jetty ever asks in another order, the cookie is missing and the session is not found.
 *
 * <p>A bean of the session ID manager, by which the session cache recognizes it. Thread safe.
 */
public final class SessionCookies {

    private static final String MADE = SessionCookies.class.getName() + ".made";

    private final ThreadLocal<@Nullable Announcement> announced = new ThreadLocal<>();

    /**
     * The public ID in an extended ID. The ID of a session that this very request has made stands for its cookie too: Jetty
     * hands it on to other contexts.
     */
    public String announce(String extendedId) {
        SessionCookie cookie = SessionCookie.parse(extendedId);
        if (cookie == null) {
            SessionCookie made = made(RequestScope.request());
            cookie = made != null && made.handle().id().equals(extendedId) ? made : null;
        }
        return cookie == null ? forget(extendedId) : announce(cookie);
    }

    /**
     * The public ID of a new session: that of a session which the client has in another context, or which this very request has
     * made there; or a new one. An ID from a URL is not for a new session, which would make a cookie of it.
     *
     * @param isInUse whether another context has a session of a public ID, asked right after its announcement
     */
    public String newId(@Nullable Request request, @Nullable String requestedExtendedId, Predicate<String> isInUse) {
        SessionCookie requested = requestedExtendedId == null ? null : SessionCookie.parse(requestedExtendedId);
        RequestedIds ids = RequestedIds.of(request);
        boolean isFromUrl = requested != null && request != null && !RequestedIds.isSentAsCookie(request, requested);
        if (requested != null && !isFromUrl && !ids.isUnread() && isInUse.test(announce(requested))) {
            if (ids.isNotOpened()) {
                // Another request changes the ID just now, here or there. A new ID would log the client out of the
                // other context.
                throw Boundary.failed(new SessionUnavailableError(
                        RequestFailure.UNAVAILABLE,
                        new RotationLostException(requested.handle().id())));
            }
            return announce(new Announcement(requested, true));
        }
        SessionCookie made = made(request);
        SessionCookie cookie = made == null ? SessionCookie.create() : made;
        if (request != null) {
            Request.unWrap(request).setAttribute(MADE, cookie);
        }
        return announce(cookie);
    }

    /** The cookie that was announced for a public ID; null if there is none. */
    @Nullable
    SessionCookie of(String id) {
        Announcement announcement = announcement(id);
        return announcement == null ? null : announcement.cookie();
    }

    /** The same, for the one who needs it last on this thread. */
    @Nullable
    SessionCookie take(String id) {
        Announcement announcement = takeNew(id);
        return announcement == null ? null : announcement.cookie();
    }

    /** The same, with what is known of a new session. */
    @Nullable
    Announcement takeNew(String id) {
        Announcement announcement = announcement(id);
        announced.remove();
        return announcement;
    }

    private @Nullable Announcement announcement(String id) {
        Announcement announcement = announced.get();
        return announcement != null && announcement.cookie().handle().id().equals(id) ? announcement : null;
    }

    /** Whether this very request has made the ID of a cookie. */
    static boolean isMadeByRequest(SessionCookie cookie) {
        SessionCookie made = made(RequestScope.request());
        return made != null && made.handle().equals(cookie.handle());
    }

    /** The ID of a session has changed before it was stored: those that the same request makes in other contexts get the new one. */
    static void rotated(Request request, SessionCookie before, SessionCookie next) {
        SessionCookie made = made(request);
        if (made != null && made.handle().equals(before.handle())) {
            Request.unWrap(request).setAttribute(MADE, next);
        }
    }

    /** A session has ended: its ID is not for another one of the same request. */
    static void ended(SessionCookie cookie) {
        Request request = RequestScope.request();
        SessionCookie made = made(request);
        if (made != null && made.handle().selector().equals(cookie.handle().selector())) {
            Request.unWrap(request).removeAttribute(MADE);
        }
    }

    private String announce(SessionCookie cookie) {
        return announce(new Announcement(cookie, false));
    }

    private String announce(Announcement announcement) {
        announced.set(announcement);
        return announcement.cookie().handle().id();
    }

    private String forget(String id) {
        announced.remove();
        return id;
    }

    private static @Nullable SessionCookie made(@Nullable Request request) {
        return request == null ? null : (SessionCookie) Request.unWrap(request).getAttribute(MADE);
    }

    /**
     * The cookie behind a public ID.
     *
     * @param joins whether it is that of a session in another context, and a new session takes it over
     */
    record Announcement(SessionCookie cookie, boolean joins) {}
}
