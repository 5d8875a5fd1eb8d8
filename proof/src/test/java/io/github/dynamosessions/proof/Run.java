package io.github.dynamosessions.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One way in which some requests with the same cookie can go. */
final class Run {

    private static final Duration CLOCK_ERROR = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final List<Action> before;
    private final List<Action> actions;
    private final Scheduler scheduler;
    private final List<Result> results = new ArrayList<>();
    private final List<Integer> destroyed = new ArrayList<>();
    private final String cookie;
    private final Map<String, String> initial = new TreeMap<>();
    private @Nullable History history;

    /** @param before what has happened to the session before */
    Run(Cluster cluster, List<Action> before, List<Action> actions, Choices choices, int faults) {
        this.cluster = cluster;
        this.before = before;
        this.actions = actions;
        cookie = cluster.cookie();
        scheduler = new Scheduler(choices, cluster.engine(), faults);
    }

    /** Runs it, and checks what it has left: at once, and once delayed attempts are executed. */
    Optional<Promise> execute() throws Exception {
        cluster.reset();
        Values.INITIAL.forEach((name, value) -> initial.put(name, Values.small(value)));
        for (Action action : before) {
            cluster.observer().get(action.page(0), cookie, null);
            if (!action.writes().isEmpty()) {
                initial.put(action.writes(), action.written(0));
            }
        }
        cluster.takeDestroyed();
        setClocks();
        runRequests();
        if (scheduler.isPruned()) {
            return Optional.empty();
        }
        Optional<Promise> broken = broken(false);
        return broken.isEmpty() && scheduler.executeDelayed() ? broken(true) : broken;
    }

    boolean isPruned() {
        return scheduler.isPruned();
    }

    private void setClocks() {
        List<String> ways = new ArrayList<>(List.of("all clocks are right"));
        for (int request = 1; request <= actions.size(); request++) {
            ways.add("the clock of node " + request + " is 30 seconds slow");
            ways.add("the clock of node " + request + " is 30 seconds fast");
        }
        int way = scheduler.begin(ways);
        for (int request = 1; request <= actions.size(); request++) {
            Duration error =
                    way == 2 * request - 1 ? CLOCK_ERROR.negated() : way == 2 * request ? CLOCK_ERROR : Duration.ZERO;
            cluster.node(request).setTime(actions.get(request - 1).time().plus(error));
        }
    }

    private void runRequests() throws Exception {
        List<Scheduler.Participant> participants = new ArrayList<>();
        List<Future<Node.Answer>> answers = new ArrayList<>();
        for (Action ignored : actions) {
            participants.add(scheduler.add());
        }
        for (Scheduler.Participant participant : participants) {
            answers.add(cluster.clients().submit(() -> act(participant)));
        }
        scheduler.run();
        for (int i = 0; i < actions.size(); i++) {
            Scheduler.Participant participant = participants.get(i);
            results.add(new Result(
                    i + 1,
                    actions.get(i),
                    participant.start(),
                    participant.end(),
                    cluster.node(i + 1).timeMs(),
                    answer(answers.get(i)),
                    participant.isDead()));
        }
        if (actions.contains(Action.STOP)) {
            cluster.node(1).deploy();
        }
    }

    private static Node.Answer answer(Future<Node.Answer> answer) throws Exception {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private Node.Answer act(Scheduler.Participant participant) throws Exception {
        Action action = actions.get(participant.number() - 1);
        Node node = cluster.node(participant.number());
        try {
            return switch (action) {
                case SCAVENGE -> {
                    participant.enter();
                    node.scavenge();
                    yield null;
                }
                case STOP -> {
                    participant.enter();
                    participant.awaitTurn("the application on node 1 stops");
                    cluster.node(1).undeploy();
                    yield null;
                }
                case CREATE_AND_LOGOUT -> {
                    String created = node.get("/create", "", participant).cookie();
                    Node.Answer ended = node.get("/logout", created, participant);
                    yield new Node.Answer(ended.status(), ended.body(), created);
                }
                default -> node.get(action.page(participant.number()), cookie, participant);
            };
        } finally {
            Scheduler.leave();
            participant.done();
        }
    }

    private Optional<Promise> broken(boolean afterDelayed) throws Exception {
        Set<String> cookies = new LinkedHashSet<>(List.of(cookie));
        results.forEach(result -> cookies.add(result.newCookie()));
        cookies.remove("");
        Map<String, Map<String, String>> opened = new LinkedHashMap<>();
        for (String each : cookies) {
            Node.Answer seen = cluster.observer().get("/read?name=a,b,big,user", each, null);
            if (seen.status() != 200) {
                return Optional.of(Promise.FAILS_ONLY_FOR_A_REASON);
            }
            if (!seen.body().equals(Pages.NO_SESSION)) {
                opened.put(each, Values.parse(seen.body()));
            }
        }
        destroyed.addAll(cluster.takeDestroyed());
        history = new History(
                initial,
                results,
                List.copyOf(destroyed),
                opened,
                cluster.stored(),
                cluster.ended(),
                scheduler.hadFault(),
                afterDelayed);
        return Promise.brokenIn(history);
    }

    /** What has happened, for a person. */
    String story() {
        StringBuilder story = new StringBuilder();
        scheduler.steps().forEach(step -> story.append('\n').append(step));
        results.forEach(result -> story.append('\n').append(result));
        if (history != null) {
            story.append("\nopened in the end: ").append(history.opened().values());
            story.append("\nnotified by: ").append(destroyed).append('\n').append(history.registers());
        }
        return story.toString();
    }
}
