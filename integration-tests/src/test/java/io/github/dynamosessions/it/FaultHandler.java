package io.github.dynamosessions.it;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;

/** Gives every call its fault, or lets it pass. */
final class FaultHandler extends Handler.Abstract.NonBlocking {

    private final Faults faults;
    private final CallLog log;
    private final Upstream upstream;

    FaultHandler(Faults faults, CallLog log, Upstream upstream) {
        this.faults = faults;
        this.log = log;
        this.upstream = upstream;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Promise.Invocable<byte[]> handled = Promise.Invocable.from(
                InvocationType.NON_BLOCKING, body -> handle(request, response, callback, body), callback::failed);
        Content.Source.asByteArrayAsync(request, Upstream.MAX_BODY_BYTES, handled);
        return true;
    }

    private void handle(Request request, Response response, Callback callback, byte[] body) {
        String target = Objects.requireNonNullElse(request.getHeaders().get(Operations.TARGET_HEADER), "");
        ProxiedCall call = new ProxiedCall(Operations.ofTarget(target), new String(body, StandardCharsets.UTF_8));
        CallUnderWay underWay = new CallUnderWay(
                request,
                response,
                Callback.from(callback, log::ended),
                upstream,
                body,
                success -> log.answered(call, success));
        Optional<Fault> fault = faults.meeting(call);
        // Not before its fault is chosen: whoever sees the count may heal the fault, and this call has met it.
        log.arrived(call);
        fault.ifPresentOrElse(met -> met.strike(underWay), underWay::execute);
    }
}
