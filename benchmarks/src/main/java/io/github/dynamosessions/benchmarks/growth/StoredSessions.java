package io.github.dynamosessions.benchmarks.growth;

import io.github.dynamosessions.DynamoSessionDataStore;
import io.github.dynamosessions.benchmarks.node.JettyNode;
import io.github.dynamosessions.benchmarks.session.SessionContent;
import io.github.dynamosessions.benchmarks.session.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jetty.session.SessionData;

/** Fills a table with sessions, as quickly as it takes them. */
final class StoredSessions {

    private static final int THREADS = 4;
    private static final Duration EXPIRED_SINCE = Duration.ofHours(1);

    private final DynamoSessionDataStore store;
    private final SessionContent content = SessionContent.of(Shape.SCALARS, 300);
    private int live;
    private int created;

    StoredSessions(DynamoSessionDataStore store) {
        this.store = store;
    }

    /** Adds live ones until there are so many. */
    void fillUpTo(int total) throws Exception {
        add(total - live, Duration.ZERO);
        live = total;
    }

    /** Adds ones whose time is over. */
    void addExpired(int expired) throws Exception {
        add(expired, JettyNode.IDLE_TIMEOUT.plus(EXPIRED_SINCE));
    }

    private void add(int sessions, Duration age) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                String id = (age.isZero() ? "live" : "expired") + created++;
                all.add(threads.submit(() -> {
                    create(id, age);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private void create(String id, Duration age) throws Exception {
        long usedMs = System.currentTimeMillis() - age.toMillis();
        SessionData data = store.newSessionData(id, usedMs, usedMs, usedMs, JettyNode.IDLE_TIMEOUT.toMillis());
        data.calcAndSetExpiry(usedMs);
        content.attributes().forEach(data::setAttribute);
        store.store(id, data);
    }
}
