package io.github.dynamosessions.proof;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/** Collects the conditions of all calls, and can drop one of them: the proof has to notice. */
final class ConditionsHttpClient implements SdkHttpClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SdkHttpClient engine;
    private final Set<Conjunct> seen = new ConcurrentSkipListSet<>();
    private volatile @Nullable Conjunct dropped;
    private volatile boolean isOff = true;

    ConditionsHttpClient(SdkHttpClient engine) {
        this.engine = engine;
    }

    /** From now on, this condition is missing wherever it was; null for none. */
    void drop(@Nullable Conjunct conjunct) {
        dropped = conjunct;
        isOff = false;
    }

    /** What there was so far, since {@link #drop} was called. */
    Set<Conjunct> seen() {
        return seen;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return engine.prepareRequest(isOff ? request : changed(request));
    }

    private HttpExecuteRequest changed(HttpExecuteRequest request) {
        ContentStreamProvider content = request.contentStreamProvider().orElseThrow();
        String operation = Attempt.operation(request);
        try (InputStream body = content.newStream()) {
            ObjectNode json = (ObjectNode) JSON.readTree(body);
            seen.addAll(Conjunct.of(operation, json));
            if (dropped == null) {
                return request;
            }
            byte[] changed = JSON.writeValueAsBytes(dropped.dropFrom(operation, json));
            return HttpExecuteRequest.builder()
                    .request(request.httpRequest())
                    .contentStreamProvider(ContentStreamProvider.fromByteArray(changed))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
