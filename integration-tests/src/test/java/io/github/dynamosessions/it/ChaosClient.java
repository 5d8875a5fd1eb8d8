package io.github.dynamosessions.it;

import io.github.dynamosessions.it.Exchange.Action;
import io.github.dynamosessions.it.Exchange.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A user with a few sessions, who does at random whatever a user may do, and some things an attacker does. */
final class ChaosClient {

    private static final int SESSIONS = 2;
    private static final int GRAVES = 40;
    private static final int ATTRIBUTES = 4;
    private static final int LONGEST_REST_MS = 30;

    /** Between the reading and the writing of a request that another one is to overtake. */
    private static final int DELAY_MS = 120;

    private final String name;
    private final Random random;
    private final RecordingClient http;
    private final int nodes;
    private final Duration idleTimeout;
    private final List<Owned> sessions = new ArrayList<>();
    private final List<Grave> graves = new ArrayList<>();
    private int created;
    private int avoided = -1;

    ChaosClient(String name, Random random, RecordingClient http, int nodes, Duration idleTimeout) {
        this.name = name;
        this.idleTimeout = idleTimeout;
        this.random = random;
        this.http = http;
        this.nodes = nodes;
    }

    /** One act: up to four requests, and a rest. */
    void act() throws InterruptedException {
        if (sessions.size() < SESSIONS) {
            create();
        } else {
            Owned session = sessions.get(random.nextInt(SESSIONS));
            int dice = random.nextInt(100);
            if (dice < 33) {
                put(session);
            } else if (dice < 63) {
                note(session, http.read(session.name, session.id, node()).join());
            } else if (dice < 71) {
                login(session);
            } else if (dice < 73) {
                note(session, http.logout(session.name, session.id, node()).join());
            } else if (dice < 84) {
                putTwoInParallel(session);
            } else if (dice < 89) {
                putDuringLogin(session);
            } else if (dice < 92) {
                putDuringLogout(session);
            } else {
                knockOnAGrave();
            }
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_REST_MS));
    }

    /** Reads of every session that may live and of ids that must not, on the node. */
    List<CompletableFuture<Exchange>> readAll(int node) {
        List<CompletableFuture<Exchange>> reads = new ArrayList<>();
        sessions.forEach(session -> reads.add(http.read(session.name, session.id, node)));
        graves.forEach(grave -> reads.add(http.read(grave.session, grave.id, node)));
        return reads;
    }

    private void create() {
        Owned session = new Owned(name + "/" + ++created);
        Exchange creation = http.create(session.name, attribute(), session.nextValue(), node())
                .join();
        if (creation.isDone()) {
            session.id = creation.newId();
            sessions.add(session);
        }
    }

    private void put(Owned session) {
        note(
                session,
                http.put(session.name, session.id, attribute(), session.nextValue(), node(), 0)
                        .join());
    }

    /** Not if there may be no session: a login would create another one, and its answer would look the same. */
    private void login(Owned session) {
        Exchange read = http.read(session.name, session.id, node()).join();
        note(session, read);
        if (read.isDone() && !session.mayHaveEnded) {
            Exchange login = http.login(session.name, session.id, session.nextValue(), node())
                    .join();
            if (login.end() - read.start() < idleTimeout.toNanos()) {
                note(session, login);
            } else {
                sessions.remove(session); // it may have expired in between
            }
        }
    }

    /** On one node or on two. */
    private void putTwoInParallel(Owned session) {
        int first = random.nextInt(ATTRIBUTES);
        int second = (first + 1 + random.nextInt(ATTRIBUTES - 1)) % ATTRIBUTES;
        CompletableFuture<Exchange> one =
                http.put(session.name, session.id, attribute(first), session.nextValue(), node(), 20);
        CompletableFuture<Exchange> two =
                http.put(session.name, session.id, attribute(second), session.nextValue(), node(), 20);
        note(session, one.join());
        note(session, two.join());
        note(session, http.read(session.name, session.id, node()).join());
    }

    private void putDuringLogin(Owned session) throws InterruptedException {
        CompletableFuture<Exchange> put =
                http.put(session.name, session.id, attribute(), session.nextValue(), node(), random.nextInt(DELAY_MS));
        TimeUnit.MILLISECONDS.sleep(random.nextInt(DELAY_MS));
        login(session);
        note(session, put.join());
        note(session, http.read(session.name, session.id, node()).join());
    }

    private void putDuringLogout(Owned session) throws InterruptedException {
        String id = session.id;
        CompletableFuture<Exchange> put =
                http.put(session.name, id, attribute(), session.nextValue(), node(), DELAY_MS);
        TimeUnit.MILLISECONDS.sleep(DELAY_MS / 2 + random.nextInt(DELAY_MS / 2));
        note(session, http.logout(session.name, id, node()).join());
        note(session, put.join());
        note(session, http.read(session.name, id, node()).join());
    }

    private void knockOnAGrave() {
        if (graves.isEmpty()) {
            return;
        }
        Grave grave = graves.get(random.nextInt(graves.size()));
        if (random.nextBoolean()) {
            http.read(grave.session, grave.id, node()).join();
        } else {
            http.put(grave.session, grave.id, attribute(), grave.session + "/late" + random.nextInt(), node(), 0)
                    .join();
        }
    }

    /** What the client learns from an answer about its session and the cookie that it sent. */
    private void note(Owned session, Exchange exchange) {
        if (exchange.outcome() == Outcome.NOT_SENT) {
            avoided = exchange.node();
        } else if (exchange.node() == avoided) {
            avoided = -1;
        }
        if (!exchange.id().equals(session.id)) {
            return; // about a cookie that it has replaced meanwhile
        }
        session.mayHaveEnded |= mayEnd(exchange);
        boolean loggedOut = exchange.action() == Action.LOGOUT && exchange.isDone();
        if (exchange.isRotation()) {
            buryAll(session);
            session.id = exchange.newId();
        } else if (exchange.isRedirected()) {
            session.formerIds.add(session.id);
            session.id = exchange.newId();
        } else if ((loggedOut || exchange.outcome() == Outcome.NO_SESSION) && sessions.remove(session)) {
            buryAll(session);
        }
    }

    /** Then or at any time later. */
    private static boolean mayEnd(Exchange exchange) {
        return switch (exchange.action()) {
            case LOGIN -> exchange.outcome() == Outcome.UNANSWERED;
            case LOGOUT -> exchange.outcome() != Outcome.NOT_SENT;
            default -> false;
        };
    }

    private void buryAll(Owned session) {
        bury(session.name, session.id);
        session.formerIds.forEach(id -> bury(session.name, id));
        session.formerIds.clear();
    }

    private void bury(String session, String id) {
        if (graves.size() == GRAVES) {
            graves.remove(random.nextInt(GRAVES));
        }
        graves.add(new Grave(session, id));
    }

    /** Mostly one that could be reached, as behind a load balancer. */
    private int node() {
        int node = random.nextInt(nodes);
        return node == avoided && random.nextInt(5) > 0 ? (node + 1) % nodes : node;
    }

    private String attribute() {
        return attribute(random.nextInt(ATTRIBUTES));
    }

    private static String attribute(int number) {
        return "attribute" + number;
    }

    /** A session as its owner knows it. */
    private static final class Owned {

        private final String name;
        private String id = "";

        /** Cookies before this one that may name the session, since nobody could tell. */
        private final List<String> formerIds = new ArrayList<>();

        private int values;

        /** A login without an answer, or a logout of unknown outcome, may still come into force, at any time. */
        private boolean mayHaveEnded;

        Owned(String name) {
            this.name = name;
        }

        String nextValue() {
            return name + "/" + ++values;
        }
    }

    /** An id that must not be answered any more. */
    private record Grave(String session, String id) {}
}
