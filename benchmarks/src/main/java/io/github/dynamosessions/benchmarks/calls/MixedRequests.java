package io.github.dynamosessions.benchmarks.calls;

import io.github.dynamosessions.benchmarks.node.JettyNode;
import io.github.dynamosessions.benchmarks.node.Visitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * Requests of many visitors: 90 % read, 9 % change an attribute, 1 % begin a session, rotate its ID, log in or log
 * out. The same ones for the same seed.
 */
final class MixedRequests {

    /** How often each page comes among so many; the rest are reads. */
    private static final int OF = 400;

    private static final int CHANGES = 36;
    private static final List<String> LIFE_CYCLE = List.of("/create", "/rotate", "/login", "/logout");
    private static final int VISITORS = 50;

    private final JettyNode node;
    private final Random random;
    private final Duration pause;
    private final Duration touchInterval;
    private final BiConsumer<String, Duration> letTimePass;
    private final List<Visitor> visitors = new ArrayList<>();
    private final Map<Visitor, Duration> sinceTouch = new HashMap<>();

    /**
     * Requests to come.
     *
     * @param node who serves them
     * @param seed of the choice of pages and visitors
     * @param pause between two requests of one visitor
     * @param touchInterval after which a mere access is due to be written
     * @param letTimePass receives the selector of a session whose access is due
     */
    MixedRequests(
            JettyNode node,
            long seed,
            Duration pause,
            Duration touchInterval,
            BiConsumer<String, Duration> letTimePass) {
        this.node = node;
        this.random = new Random(seed);
        this.pause = pause;
        this.touchInterval = touchInterval;
        this.letTimePass = letTimePass;
    }

    /** Visitors who have their sessions already. */
    void begin() {
        while (visitors.size() < VISITORS) {
            add();
        }
    }

    void run(int requests) {
        for (int i = 0; i < requests; i++) {
            String page = nextPage();
            if (page.equals("/create")) {
                add();
            } else {
                visit(visitors.get(random.nextInt(visitors.size())), page);
            }
        }
    }

    private String nextPage() {
        int draw = random.nextInt(OF);
        if (draw < LIFE_CYCLE.size()) {
            String page = LIFE_CYCLE.get(draw);
            return page.equals("/logout") && visitors.size() == 1 ? "/read" : page;
        }
        return draw < LIFE_CYCLE.size() + CHANGES ? "/change" : "/read";
    }

    private void add() {
        Visitor visitor = new Visitor(node);
        visitor.visit("/create");
        visitors.add(visitor);
        sinceTouch.put(visitor, Duration.ZERO);
    }

    private void visit(Visitor visitor, String page) {
        Duration since = sinceTouch.get(visitor).plus(pause);
        boolean due = since.compareTo(touchInterval) > 0;
        if (due) {
            letTimePass.accept(visitor.selector(), since);
        }
        visitor.visit(page);
        boolean timesWritten = due || page.equals("/rotate") || page.equals("/login");
        sinceTouch.put(visitor, timesWritten ? Duration.ZERO : since);
        if (page.equals("/logout")) {
            visitors.remove(visitor);
            sinceTouch.remove(visitor);
        }
    }
}
