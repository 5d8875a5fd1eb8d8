package io.github.dynamosessions.benchmarks.http;

import io.github.dynamosessions.benchmarks.dynamo.CannedDynamoDb;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A fixed number of clients, each of which sends its next request when the last one is answered: a closed loop. Nine of
 * ten requests read their session, one changes it.
 */
final class LoadGenerator implements AutoCloseable {

    private static final int ONE_OF = 10;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final int clients;
    private final ExecutorService threads;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    LoadGenerator(int clients) {
        this.clients = clients;
        this.threads = Executors.newFixedThreadPool(clients);
    }

    /** The cookies of new sessions; empty ones if the application uses no sessions. */
    List<String> createSessions(AppProcess app, int count) throws InterruptedException, ExecutionException {
        List<List<String>> all = inParallel(client -> {
            List<String> cookies = new ArrayList<>();
            for (int i = client; i < count; i += clients) {
                HttpResponse<String> response = send(app, "/create", "");
                cookies.add(response.headers()
                        .firstValue("Set-Cookie")
                        .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                        .orElse(""));
            }
            return cookies;
        });
        return all.stream().flatMap(List::stream).toList();
    }

    /** The cookies of so many sessions, these included. */
    List<String> upTo(int count, List<String> cookies, AppProcess app) throws InterruptedException, ExecutionException {
        List<String> all = new ArrayList<>(cookies);
        if (app.kind() == SessionKind.DYNAMO) {
            while (all.size() < count) {
                all.add(CannedDynamoDb.cookieLike(cookies.get(0), all.size()));
            }
        } else {
            all.addAll(createSessions(app, count - all.size()));
        }
        return all;
    }

    /** Sends requests of these sessions for so long. */
    Load drive(AppProcess app, List<String> cookies, Duration time) throws InterruptedException, ExecutionException {
        Duration cpuBefore = app.cpuTime();
        long endNs = System.nanoTime() + time.toNanos();
        List<Load> loads = inParallel(client -> {
            SplittableRandom random = new SplittableRandom(client);
            Load load = new Load();
            for (long now = System.nanoTime(); now < endNs; ) {
                String page = random.nextInt(ONE_OF) == 0 ? "/change" : "/read";
                send(app, page, cookies.get(random.nextInt(cookies.size())));
                long after = System.nanoTime();
                load.record(after - now);
                now = after;
            }
            return load;
        });
        Load total = new Load();
        loads.forEach(total::add);
        total.took(time, app.cpuTime().minus(cpuBefore));
        return total;
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    private HttpResponse<String> send(AppProcess app, String page, String cookie)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(app.page(page)).timeout(TIMEOUT);
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(page + " of " + app.kind() + " was answered " + response.statusCode());
        }
        return response;
    }

    private <T> List<T> inParallel(ClientWork<T> work) throws InterruptedException, ExecutionException {
        List<Callable<T>> all = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            int number = client;
            all.add(() -> work.of(number));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> one : threads.invokeAll(all)) {
            results.add(one.get());
        }
        return results;
    }

    private interface ClientWork<T> {
        T of(int client) throws Exception;
    }
}
