package io.github.dynamosessions;

import io.github.dynamosessions.internal.session.SessionCookies;
import java.security.SecureRandom;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes the IDs of sessions, and keeps their secrets apart: the application sees a public ID, {@code <selector>.<rotation>}, which
 * opens nothing; the client's cookie, in Jetty's words the <em>extended ID</em>, holds a secret too, of which the table has only
 * the hash. The name of the server is in neither. The session cache of this library needs this ID manager; the Javalin plugin and
 * the Jetty module install one.
 *
 * <pre>{@code
 * server.addBean(new DynamoSessionIdManager(server), true);
 * }</pre>
 *
 * <p>Thread safe once it is started.
 */
public final class DynamoSessionIdManager extends DefaultSessionIdManager {

    private final SessionCookies cookies = new SessionCookies();

    /**
     * One with a random worker name, until {@link #setWorkerName} gives it another. The worker name is {@code lastNode} in the
     * stored items.
     *
     * @param server the server whose contexts share it
     */
    public DynamoSessionIdManager(Server server) {
        super(server);
        setWorkerName("n" + Integer.toString(new SecureRandom().nextInt(Integer.MAX_VALUE), Character.MAX_RADIX));
        addBean(cookies); // for the session cache
    }

    @Override
    public String newSessionId(@Nullable Request request, @Nullable String requestedId, long created) {
        String id = cookies.newId(request, requestedId, this::isIdInUse);
        if (request != null) {
            request.setAttribute(__NEW_SESSION_ID, id); // for other contexts to which Jetty hands the request on
        }
        return id;
    }

    /** The public ID alone: what the client gets beside it, only its session knows. */
    @Override
    public String getExtendedId(String id, @Nullable Request request) {
        return id;
    }

    @Override
    public String getId(String extendedId) {
        return cookies.announce(extendedId);
    }
}
