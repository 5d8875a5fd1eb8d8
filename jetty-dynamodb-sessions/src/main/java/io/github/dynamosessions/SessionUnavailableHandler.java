package io.github.dynamosessions;

import io.github.dynamosessions.internal.request.RequestScope;
import io.github.dynamosessions.internal.request.ResponseGuard;
import io.github.dynamosessions.internal.request.ScopedRequest;
import io.github.dynamosessions.internal.request.SessionUnavailableError;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers 503 with {@code Retry-After} when the session of a request could not be read or saved; whatever the application
 * has answered is dropped, cookies included. The outermost handler of a server, before all contexts. The Javalin plugin
 * installs it by itself. Thread safe.
 *
 * <pre>{@code
 * server.insertHandler(new SessionUnavailableHandler());
 * }</pre>
 *
 * <p>Insert it after the last {@code server.setHandler}, which replaces all handlers: the session cache refuses to start without it.
 */
public class SessionUnavailableHandler extends Handler.Wrapper {

    /** A handler that wraps none yet. */
    public SessionUnavailableHandler() {}

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        request.addHttpStreamWrapper(stream -> new ResponseGuard(stream, request));
        try {
            return RequestScope.call(request, () -> super.handle(new ScopedRequest(request), response, callback));
        } catch (SessionUnavailableError e) {
            if (response.isCommitted()) {
                throw e; // Jetty breaks the response off
            }
            e.failure().mark(request);
            response.setStatus(e.getCode());
            response.write(true, null, callback); // the guard sends the real answer in place of this one
            return true;
        }
    }
}
