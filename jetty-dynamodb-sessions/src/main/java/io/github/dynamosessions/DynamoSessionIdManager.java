package io.github.dynamosessions;

import java.security.SecureRandom;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.DefaultSessionIdManager;

/**
 * Jetty's session id manager, but for the name of the server, which stays out of cookies. Jetty appends it, and sends
 * the cookie again when another server answers. Without sticky sessions that is at every other request; and the answer
 * of a slow one, begun before a login changed the id, would bring the old id back to the browser. The name is part of new
 * ids, and {@code lastNode} in the stored item. The Javalin plugin and the Jetty module install one by themselves.
 *
 * <pre>{@code
 * server.addBean(new DynamoSessionIdManager(server), true);
 * }</pre>
 *
 * <p>Thread safe once it is started.
 */
public final class DynamoSessionIdManager extends DefaultSessionIdManager {

    /**
     * One with a random name, until {@link #setWorkerName} gives it another.
     *
     * @param server the server whose contexts share it
     */
    public DynamoSessionIdManager(Server server) {
        super(server);
        setWorkerName("n" + Integer.toString(new SecureRandom().nextInt(Integer.MAX_VALUE), Character.MAX_RADIX));
    }

    @Override
    public String getExtendedId(String clusterId, Request request) {
        return clusterId;
    }
}
