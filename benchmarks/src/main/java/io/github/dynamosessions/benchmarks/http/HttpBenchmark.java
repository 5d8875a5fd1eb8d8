package io.github.dynamosessions.benchmarks.http;

import io.github.dynamosessions.benchmarks.report.Benchmark;
import io.github.dynamosessions.benchmarks.report.Chart;
import io.github.dynamosessions.benchmarks.report.Section;
import io.github.dynamosessions.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Throughput and latency of a Javalin application: without sessions, with sessions in memory, and with ours. */
public final class HttpBenchmark implements Benchmark {

    private static final Logger LOG = LoggerFactory.getLogger(HttpBenchmark.class);
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private final HttpSettings settings;
    private final boolean hasVirtualThreads = Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
    private final Table table = Table.titled("");
    private final List<String> configurations = new ArrayList<>();
    private final Map<SessionKind, List<Double>> throughputs = new EnumMap<>(SessionKind.class);

    /** A benchmark. */
    public HttpBenchmark(HttpSettings settings) {
        this.settings = settings;
    }

    @Override
    public Section run() throws Exception {
        measure(false);
        if (hasVirtualThreads) {
            measure(true);
        }
        Chart chart = Chart.of(
                "http",
                "Throughput",
                "session bytes / live sessions",
                "requests a second",
                Chart.Kind.BARS,
                configurations);
        throughputs.forEach((kind, figures) -> chart.with(kind.title(), figures));
        return Section.of("http", "HTTP throughput and latency", text(), parameters(), List.of(table), List.of(chart));
    }

    private void measure(boolean virtualThreads) throws Exception {
        for (int bytes : settings.sizes()) {
            List<AppProcess> apps = new ArrayList<>();
            try (LoadGenerator clients = new LoadGenerator(settings.clients())) {
                for (SessionKind kind : SessionKind.values()) {
                    apps.add(AppProcess.start(kind, bytes, virtualThreads));
                }
                Map<AppProcess, List<String>> cookies = new LinkedHashMap<>();
                for (AppProcess app : apps) {
                    cookies.put(app, clients.createSessions(app, 1));
                    clients.drive(app, cookies.get(app), settings.warmUp());
                }
                for (int live : settings.live()) {
                    for (AppProcess app : apps) {
                        cookies.put(app, clients.upTo(live, cookies.get(app), app));
                    }
                    addRows(bytes, live, virtualThreads, inTurns(clients, cookies));
                }
            } finally {
                apps.forEach(AppProcess::close);
            }
        }
    }

    private Map<SessionKind, Load> inTurns(LoadGenerator clients, Map<AppProcess, List<String>> cookies)
            throws InterruptedException, ExecutionException {
        Map<SessionKind, Load> loads = new EnumMap<>(SessionKind.class);
        for (int round = 0; round < settings.rounds(); round++) {
            for (Map.Entry<AppProcess, List<String>> app : cookies.entrySet()) {
                Load load = clients.drive(app.getKey(), app.getValue(), settings.turn());
                loads.computeIfAbsent(app.getKey().kind(), kind -> new Load()).add(load);
            }
        }
        return loads;
    }

    private void addRows(int bytes, int live, boolean virtualThreads, Map<SessionKind, Load> loads) {
        double inMemory = loads.get(SessionKind.MEMORY).requestsPerSecond();
        configurations.add(bytes + " / " + live + (virtualThreads ? " virtual" : ""));
        loads.forEach((kind, load) -> {
            LOG.info("{} bytes, {} live, {}: {} requests a second", bytes, live, kind, load.requestsPerSecond());
            throughputs.computeIfAbsent(kind, k -> new ArrayList<>()).add(load.requestsPerSecond());
            table.row()
                    .with("session, bytes", bytes)
                    .with("live sessions", live)
                    .with("threads", virtualThreads ? "virtual" : "platform")
                    .with("sessions", kind.title())
                    .with("requests/s", load.requestsPerSecond(), 0)
                    .with("of in memory", load.requestsPerSecond() / inMemory, 2)
                    .with("CPU, µs a request", load.cpuMicros(), 0)
                    .with("p50, ms", load.millisAt(50), 2)
                    .with("p99, ms", load.millisAt(99), 2)
                    .with("p99.9, ms", load.millisAt(99.9), 2);
        });
    }

    private String text() {
        String threads = hasVirtualThreads
                ? "Platform and virtual threads."
                : "Platform threads only: virtual ones need Java 21, and this ran on "
                        + Runtime.version().feature() + ".";
        return """
                A Javalin application in a process of its own; a tenth of the requests change an attribute of their session, the
                others read one. Three applications run at the same time and have their turns one after the other, so that their ratio
                comes from one run. The clients share the processors with them, and each sends its next request when the last one is
                answered. DynamoDB is a stub: a real one adds its milliseconds to each request and takes no processor time
                here. CPU is the processor time of the application alone. %s
                """.formatted(threads);
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("clients", Integer.toString(settings.clients()));
        parameters.put("rounds", settings.rounds() + " of " + settings.turn());
        parameters.put("warm-up of each application", settings.warmUp().toString());
        return parameters;
    }
}
