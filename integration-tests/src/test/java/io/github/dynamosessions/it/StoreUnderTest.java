package io.github.dynamosessions.it;

import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.javalin.DynamoSessionPlugin;
import io.javalin.config.JavalinConfig;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.SessionDataStore;
import org.eclipse.jetty.util.component.LifeCycle;

/** Ways to keep sessions in DynamoDB: ours, and one with each of the bugs that others have. */
enum StoreUnderTest {
    /** The plugin, as it is. */
    SOUND {
        @Override
        void addTo(JavalinConfig config, DynamoSessionOptions options) {
            config.registerPlugin(new DynamoSessionPlugin(options));
        }
    },

    /** Saves a session whether or not it is still there. */
    UNCONDITIONAL_PUT {
        @Override
        void addTo(JavalinConfig config, DynamoSessionOptions options) {
            addTo(config, options, BlobSessionDataStore.unconditional(options));
        }
    },

    /** Saves a session, if it is still there, with all its attributes as they were when it was read. */
    WHOLE_ITEM_WRITE {
        @Override
        void addTo(JavalinConfig config, DynamoSessionOptions options) {
            addTo(config, options, BlobSessionDataStore.conditional(options));
        }
    },

    /** Our store without our cache: Jetty's own takes a session that cannot be read for one that does not exist. */
    SWALLOWED_READ_ERRORS {
        @Override
        void addTo(JavalinConfig config, DynamoSessionOptions options) {
            addTo(config, options, new DynamoSessionDataStore(options));
        }
    };

    abstract void addTo(JavalinConfig config, DynamoSessionOptions options);

    /** With Jetty's own cache that keeps nothing. */
    void addTo(JavalinConfig config, DynamoSessionOptions options, SessionDataStore store) {
        config.jetty.modifyServletContextHandler(context -> context.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarting(LifeCycle starting) {
                attach(store, context, options);
            }
        }));
    }

    private static void attach(SessionDataStore store, ServletContextHandler context, DynamoSessionOptions options) {
        SessionHandler sessions = context.getSessionHandler();
        NullSessionCache cache = new NullSessionCache(sessions);
        cache.setSessionDataStore(store);
        cache.setFlushOnResponseCommit(true);
        sessions.setSessionCache(cache);
        sessions.setMaxInactiveInterval(
                (int) options.maxInactiveInterval().orElseThrow().toSeconds());
        DefaultSessionIdManager ids = new PlainIds(context.getServer());
        context.getServer().addBean(ids, true);
        sessions.setSessionIdManager(ids);
    }

    /** Jetty appends the name of the node to the cookie, which would then be another one on each node. */
    private static final class PlainIds extends DefaultSessionIdManager {

        PlainIds(Server server) {
            super(server);
        }

        @Override
        public String getExtendedId(String id, Request request) {
            return id;
        }
    }
}
