package io.github.dynamosessions.proof;

import java.io.IOException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/** Sends what the current run's scheduler lets through, and all that belongs to no run. */
final class ScheduledHttpClient implements SdkHttpClient {

    private final SdkHttpClient engine;

    ScheduledHttpClient(SdkHttpClient engine) {
        this.engine = engine;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                Scheduler.Participant participant = Scheduler.current();
                return participant == null
                        ? engine.prepareRequest(request).call()
                        : participant.scheduler().send(participant, Attempt.of(request));
            }

            @Override
            public void abort() {
                // nothing runs for so long
            }
        };
    }

    @Override
    public void close() {
        engine.close();
    }
}
