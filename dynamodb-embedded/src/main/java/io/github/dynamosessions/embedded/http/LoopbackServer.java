package io.github.dynamosessions.embedded.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** HTTP on the loopback interface. */
public final class LoopbackServer implements AutoCloseable {

    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    static {
        // The JDK's server sends head and body apart, and the body would wait for the acknowledgement of the head: 40
        // ms.
        System.setProperty(NO_DELAY, System.getProperty(NO_DELAY, "true"));
    }

    private final HttpServer server;
    private final ExecutorService threads;

    private LoopbackServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts one.
     *
     * @param port 0 means any free port
     * @param protocol what answers the requests
     * @throws IllegalStateException if the port is taken
     */
    public static LoopbackServer start(int port, Protocol protocol) {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot listen on port " + port + " of 127.0.0.1: " + e.getMessage(), e);
        }
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread =
                    new Thread(task, "dynamodb-embedded-" + server.getAddress().getPort());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(exchange, protocol));
        server.start();
        return new LoopbackServer(server, threads);
    }

    private static void handle(HttpExchange exchange, Protocol protocol) {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Headers headers = exchange.getRequestHeaders();
            Reply reply = protocol.answer(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers::getFirst, body);
            if (reply.lost()) {
                return; // closes the connection
            }
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(reply.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the client has gone
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
