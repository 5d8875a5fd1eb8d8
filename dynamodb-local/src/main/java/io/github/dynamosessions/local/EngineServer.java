package io.github.dynamosessions.local;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * DynamoDB Local's request handler in a Jetty of ours. Its own server class listens on all interfaces, cannot say which
 * port it got, answers a taken port with a line on stderr and needs the AWS telemetry clients.
 */
final class EngineServer {

    static final String LOOPBACK = "127.0.0.1";

    private static final int MAX_THREADS = 64;
    private static final int MIN_THREADS = 4;
    private static final int THREAD_IDLE_MILLIS = 60_000;
    // Longer than clients keep an idle connection, or else the server closes one just when it is used again.
    private static final int CONNECTION_IDLE_MILLIS = 300_000;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    /**
     * The handler keeps the operations that it knows in a static map, and a new handler fills that map anew: until then, every engine
     * of the JVM would answer that there is no such operation.
     */
    private static final ReadWriteLock OPERATIONS = new ReentrantReadWriteLock();

    private final EngineThreads threads = new EngineThreads("dynamodb-local", STOP_PATIENCE);
    private final LocalDynamoDBServerHandler engine;
    private final Server server;
    private final ServerConnector connector;

    private EngineServer(int port) {
        boolean inMemory = true;
        boolean sharedDb = true;
        boolean delayTransientStatuses = false;
        engine = newHandler(new LocalDynamoDBRequestHandler(0, inMemory, null, sharedDb, delayTransientStatuses));
        QueuedThreadPool pool =
                new QueuedThreadPool(MAX_THREADS, MIN_THREADS, THREAD_IDLE_MILLIS, -1, null, threads.group());
        pool.setName("dynamodb-local");
        pool.setDaemon(true);
        server = new Server(
                pool, new ScheduledExecutorScheduler("dynamodb-local-timer", true, null, threads.group()), null);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(LOOPBACK);
        connector.setPort(port);
        connector.setIdleTimeout(CONNECTION_IDLE_MILLIS);
        server.addConnector(connector);
        server.setHandler(new Guarded(engine));
    }

    static LocalDynamoDBServerHandler newHandler(LocalDynamoDBRequestHandler tables) {
        OPERATIONS.writeLock().lock();
        try {
            return new LocalDynamoDBServerHandler(tables, null);
        } finally {
            OPERATIONS.writeLock().unlock();
        }
    }

    static EngineServer start(int port) {
        EngineServer engineServer = new EngineServer(port);
        try {
            engineServer.server.start();
            return engineServer;
        } catch (Exception e) {
            engineServer.stop();
            if (e instanceof BindException || e.getCause() instanceof BindException) {
                throw new IllegalStateException(
                        "Port " + port + " of " + LOOPBACK + " is taken or may not be used by this process", e);
            }
            throw new IllegalStateException("DynamoDB Local does not start", e);
        }
    }

    int port() {
        return connector.getLocalPort();
    }

    ServerConnector connector() {
        return connector;
    }

    EngineThreads threads() {
        return threads;
    }

    void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The HTTP server of DynamoDB Local does not stop", e);
        } finally {
            threads.end(engine::close);
        }
    }

    /** Calls read the operations. */
    private static final class Guarded extends Handler.Wrapper {

        Guarded(Handler engine) {
            super(engine);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            OPERATIONS.readLock().lock();
            try {
                return super.handle(request, response, callback);
            } finally {
                OPERATIONS.readLock().unlock();
            }
        }
    }
}
