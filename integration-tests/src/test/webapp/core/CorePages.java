package core;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** The pages of an application that is a handler of Jetty, without servlets. */
public final class CorePages extends Handler.Abstract {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Content.Sink.write(response, true, answer(request, response), callback);
        return true;
    }

    private static String answer(Request request, Response response) {
        Fields query = Request.extractQueryParameters(request);
        switch (Request.getPathInContext(request)) {
            case "/set":
                request.getSession(true).setAttribute(query.getValue("name"), query.getValue("value"));
                return "set";
            case "/get":
                Session session = request.getSession(false);
                return session == null ? "no session" : String.valueOf(session.getAttribute(query.getValue("name")));
            case "/rotate":
                request.getSession(true).renewId(request, response);
                return "rotated";
            case "/logout":
                request.getSession(true).invalidate();
                return "bye";
            default:
                return "hello";
        }
    }
}
