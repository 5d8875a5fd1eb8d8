package io.github.dynamosessions.it;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection whose requests may ask for a WebSocket, and that is used again if they do not get one. */
final class WebSocketClient implements AutoCloseable {

    /** What the WebSockets of {@link JettyServlet} say. */
    static final String HELLO = "hello";

    private static final int PATIENCE_SECONDS = 20;
    private static final String LINE = "\r\n";
    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)", Pattern.CASE_INSENSITIVE);

    private final Socket socket;

    WebSocketClient(PageNode node) throws IOException {
        URI uri = node.uri("/");
        socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(PATIENCE_SECONDS * 1_000);
    }

    /** What a WebSocket says first, to a client that knows how to open and close one. */
    static String open(PageNode node, String path, String sessionId) throws Exception {
        CompletableFuture<String> text = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Cookie", "JSESSIONID=" + sessionId)
                .buildAsync(
                        URI.create("ws" + node.uri(path).toString().substring("http".length())),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                                text.complete(data.toString());
                                return WebSocket.Listener.super.onText(from, data, last);
                            }
                        })
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        String first = text.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        return first;
    }

    /** The answer to a request for a WebSocket, without what follows if it is one. */
    String upgrade(String path, String sessionId) throws IOException {
        return answer(path, sessionId, UPGRADE);
    }

    /** The answer to a request for a page. */
    String get(String path, String sessionId) throws IOException {
        return answer(path, sessionId, "");
    }

    private String answer(String path, String sessionId, String headers) throws IOException {
        String cookie = sessionId.isEmpty() ? "" : "Cookie: JSESSIONID=" + sessionId + LINE;
        String request = "GET " + path + " HTTP/1.1" + LINE + "Host: localhost" + LINE + cookie + headers + LINE;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith(LINE + LINE)) {
            int read = socket.getInputStream().read();
            if (read < 0) {
                throw new EOFException("after " + head);
            }
            head.write(read);
        }
        Matcher length = LENGTH.matcher(head.toString(StandardCharsets.US_ASCII));
        byte[] body = socket.getInputStream().readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        return head + new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
