package io.github.dynamosessions.internal.request;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A request whose stream wrappers, that of Jetty's sessions among them, always know which request they work for. An
 * application may complete an asynchronous request on a thread of its own, and Jetty then enters the context's scope
 * without naming the request.
 */
public final class ScopedRequest extends Request.Wrapper {

    public ScopedRequest(Request wrapped) {
        super(wrapped);
    }

    @Override
    public void addHttpStreamWrapper(Function<HttpStream, HttpStream> wrapper) {
        super.addHttpStreamWrapper(stream -> new ScopedStream(wrapper.apply(stream), getWrapped()));
    }

    private static final class ScopedStream extends HttpStream.Wrapper {

        private final Request request;

        ScopedStream(HttpStream wrapped, Request request) {
            super(wrapped);
            this.request = request;
        }

        @Override
        public void send(
                MetaData.Request metadata,
                MetaData.@Nullable Response response,
                boolean last,
                ByteBuffer content,
                Callback callback) {
            RequestScope.run(request, () -> super.send(metadata, response, last, content, callback));
        }

        @Override
        public void succeeded() {
            RequestScope.run(request, super::succeeded);
        }

        @Override
        public void failed(Throwable cause) {
            RequestScope.run(request, () -> super.failed(cause));
        }
    }
}
