package io.github.dynamosessions.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/** A call that waits for its end, which is one of the methods. None of them blocks. */
final class CallUnderWay {

    private static final Duration LONGEST_HOLD = Duration.ofMinutes(2);

    private final String method;
    private final String pathAndQuery;
    private final HttpFields headers;
    private final EndPoint endPoint;
    private final Scheduler scheduler;
    private final Response response;
    private final Callback callback;
    private final Consumer<Boolean> onAnswered;
    private final Upstream upstream;
    private final byte[] body;

    CallUnderWay(
            Request request,
            Response response,
            Callback callback,
            Upstream upstream,
            byte[] body,
            Consumer<Boolean> onAnswered) {
        // Jetty uses a request again once its connection is closed, and some calls are executed after that.
        this.method = request.getMethod();
        this.pathAndQuery = request.getHttpURI().getPathQuery();
        this.headers = HttpFields.build(request.getHeaders()).asImmutable();
        this.endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        this.scheduler = request.getComponents().getScheduler();
        this.response = response;
        this.callback = callback;
        this.upstream = upstream;
        this.body = body;
        this.onAnswered = onAnswered;
    }

    void answer(DynamoDbError error) {
        error.answer().writeTo(response, callback);
    }

    /** Success without any result. */
    void answerNothing() {
        HttpFields type = HttpFields.build().put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.0");
        new Answer(200, type, "{}".getBytes(StandardCharsets.UTF_8)).writeTo(response, callback);
    }

    /** Answers now, and executes it later. */
    void answerAndExecuteAfter(DynamoDbError error, CompletionStage<Void> delay) {
        answer(error);
        delay.thenRun(this::executed);
    }

    /** If the endpoint does not answer, neither does the proxy. */
    void execute() {
        executed().whenComplete((answer, failure) -> {
            if (failure == null) {
                answer.writeTo(response, callback);
            } else {
                cut();
            }
        });
    }

    void executeAndAnswer(DynamoDbError error) {
        executed().whenComplete((answer, failure) -> answer(error));
    }

    void executeAndCut() {
        executed().whenComplete((answer, failure) -> cut());
    }

    /** Executes it also if the client gave up in the meantime: so does a slow network. */
    void executeAfter(CompletionStage<Void> delay) {
        delay.thenRun(this::execute);
    }

    /** Closes the connection now. The call is under way until it is executed. */
    void cutAndExecuteAfter(CompletionStage<Void> delay) {
        endPoint.close();
        delay.thenRun(this::executeAndCut);
    }

    /** Is complete when the time is over; never if the proxy closes before. */
    CompletionStage<Void> delay(Duration time) {
        CompletableFuture<Void> delay = new CompletableFuture<>();
        scheduler.schedule(() -> delay.complete(null), time.toNanos(), TimeUnit.NANOSECONDS);
        return delay;
    }

    /** Cuts it if the client gave up in the meantime, if the stage fails, or if it takes longer than anybody waits. */
    void executeOnce(CompletionStage<Void> lifted) {
        Scheduler.Task limit = scheduler.schedule(this::cut, LONGEST_HOLD.toNanos(), TimeUnit.NANOSECONDS);
        lifted.whenComplete((nothing, closed) -> {
            if (limit.cancel() && closed == null && clientWaits()) {
                execute();
            } else {
                cut();
            }
        });
    }

    /** Closes the connection. */
    void cut() {
        callback.failed(new Request.Handler.AbortException("cut by the proxy"));
    }

    private CompletableFuture<Answer> executed() {
        return upstream.execute(method, pathAndQuery, headers, body).whenComplete((answer, failure) -> {
            if (failure == null) {
                onAnswered.accept(answer.isSuccess());
            }
        });
    }

    /** An HTTP/1.1 client sends nothing before it is answered, so all there can be to read is the end. */
    private boolean clientWaits() {
        try {
            return endPoint.fill(BufferUtil.allocate(1)) == 0;
        } catch (IOException e) {
            return false; // reset by the client
        }
    }
}
