package io.github.dynamosessions.javalin;

import io.github.dynamosessions.DynamoSessionCacheFactory;
import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.DynamoSessionIdManager;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionUnavailableHandler;
import io.javalin.config.JavalinState;
import io.javalin.config.RouterConfig;
import io.javalin.plugin.Plugin;
import io.javalin.router.exception.JavaLangErrorHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.session.SessionIdManager;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the HTTP sessions of a Javalin application in DynamoDB, so that any number of nodes share them.
 *
 * <pre>{@code
 * Javalin.create(config -> config.registerPlugin(new DynamoSessionPlugin(options))).start(8080);
 * }</pre>
 *
 * <p>The session handler that Javalin or the application set up is kept, with its cookie settings unless the options have
 * others. It gets the store, a flush of changes before each response leaves, and, unless it has one, an idle timeout of 30 minutes.
 * (Jetty's own default is none, and cannot be told from a wish for none: say {@code maxInactiveInterval(Duration.ZERO)} for that.)
 * Session IDs in URLs are turned off unless {@code urlSessionIds} is true. Where every connector of the server speaks TLS,
 * {@code cookieSecure} is true unless it is set.
 */
public final class DynamoSessionPlugin extends Plugin<Void> {

    private static final Duration DEFAULT_MAX_INACTIVE_INTERVAL = Duration.ofMinutes(30);

    private final DynamoSessionOptions options;
    private volatile @Nullable DynamoSessionDataStore store;

    /**
     * A plugin with these options.
     *
     * @param options the options of the store
     */
    public DynamoSessionPlugin(DynamoSessionOptions options) {
        super(null, null);
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * A plugin with the default options, changed by the consumer.
     *
     * @param changes sets what differs from the defaults
     * @throws IllegalArgumentException if a value is not allowed or two options exclude each other
     */
    public DynamoSessionPlugin(Consumer<DynamoSessionOptions.Builder> changes) {
        this(built(changes));
    }

    /**
     * Whether sessions can be served now, for a readiness check:
     *
     * <pre>{@code
     * DynamoSessionPlugin sessions = new DynamoSessionPlugin(options);
     * Javalin.create(config -> {
     *     config.registerPlugin(sessions);
     *     config.routes.get("/ready", ctx -> ctx.status(sessions.health().isReady() ? 200 : 503));
     * });
     * }</pre>
     *
     * @return the state of the store, as {@link DynamoSessionDataStore#health} says
     */
    public DynamoSessionDataStore.Health health() {
        DynamoSessionDataStore opened = store;
        return opened == null
                ? new DynamoSessionDataStore.Health(
                        DynamoSessionDataStore.Health.Status.STOPPED, "the application has not started")
                : opened.health();
    }

    /**
     * Called by Javalin. The session handler is looked up only when the context starts: until then, the application may
     * still replace it.
     */
    @Override
    public void onStart(JavalinState state) {
        state.jetty.modifyServer(server -> server.insertHandler(new SessionUnavailableHandler()));
        keepQuietAboutUnavailableSessions(state.router);
        state.jetty.modifyServletContextHandler(context -> context.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarting(LifeCycle starting) {
                attach(context);
            }
        }));
    }

    /** The store being away is logged once, by the store; Javalin would log a fatal error for each request. */
    private static void keepQuietAboutUnavailableSessions(RouterConfig router) {
        JavaLangErrorHandler others = router.getJavaLangErrorHandler$javalin();
        router.javaLangErrorHandler((response, error) -> {
            if (error instanceof HttpException session) {
                response.setStatus(session.getCode());
            } else {
                others.handle(response, error);
            }
        });
    }

    private void attach(ServletContextHandler context) {
        SessionHandler sessions = context.getSessionHandler();
        if (sessions.getSessionCache() != null) {
            throw new IllegalStateException("DynamoSessionPlugin would replace the session cache "
                    + sessions.getSessionCache().getClass().getName()
                    + " that the SessionHandler has already: set up that cache, or the plugin, not both");
        }
        sessions.setSessionCache(cache(sessions));
        requireGuard(context.getServer());
        setIdleTimeout(sessions);
        if (sessions.getSessionIdManager() == null) {
            sessions.setSessionIdManager(sharedIdManager(context.getServer()));
        }
    }

    private SessionCache cache(SessionHandler sessions) {
        DynamoSessionCacheFactory caches = new DynamoSessionCacheFactory(options);
        caches.setSecureDefaults(true);
        SessionCache cache = caches.getSessionCache(sessions);
        DynamoSessionDataStore opened = new DynamoSessionDataStore(options);
        cache.setSessionDataStore(opened);
        store = opened;
        return cache;
    }

    private static void requireGuard(Server server) {
        if (server.getDescendant(SessionUnavailableHandler.class) == null) {
            throw new IllegalStateException("modifyServer replaced the handlers of the server, and with them the"
                    + " SessionUnavailableHandler: use server.insertHandler, or register the plugin after it");
        }
    }

    private void setIdleTimeout(SessionHandler sessions) {
        int handlerSeconds = sessions.getMaxInactiveInterval();
        @Nullable Duration option = options.maxInactiveInterval().orElse(null);
        if (handlerSeconds > 0 && option != null && option.toSeconds() != handlerSeconds) {
            throw new IllegalStateException("maxInactiveInterval is " + option + ", but the SessionHandler has "
                    + Duration.ofSeconds(handlerSeconds) + ": set one of them");
        }
        if (handlerSeconds <= 0) {
            Duration timeout = option == null ? DEFAULT_MAX_INACTIVE_INTERVAL : option;
            sessions.setMaxInactiveInterval(timeout.isZero() ? -1 : (int) timeout.toSeconds());
        }
    }

    /** One for all contexts of the server, as Jetty itself would set it up. */
    private static SessionIdManager sharedIdManager(Server server) {
        SessionIdManager existing = server.getBean(SessionIdManager.class);
        if (existing != null) {
            return existing;
        }
        SessionIdManager own = new DynamoSessionIdManager(server);
        server.addBean(own, true);
        return own;
    }

    private static DynamoSessionOptions built(Consumer<DynamoSessionOptions.Builder> changes) {
        DynamoSessionOptions.Builder builder = DynamoSessionOptions.builder();
        changes.accept(builder);
        return builder.build();
    }
}
