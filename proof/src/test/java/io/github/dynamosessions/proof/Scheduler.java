package io.github.dynamosessions.proof;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Lets the requests of one run go on one at a time. Each waits before each attempt of a call; when all wait, {@link Choices} says
 * which goes on, and what becomes of its attempt.
 */
final class Scheduler {

    private static final ThreadLocal<Participant> CURRENT = new ThreadLocal<>();
    private static final long PATIENCE_MS = Duration.ofSeconds(30).toMillis();
    private static final int MOST_STEPS = 100;

    private final Choices choices;
    private final SdkHttpClient engine;
    private final List<Participant> participants = new ArrayList<>();
    private final List<DelayedAttempt> delayed = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    /** The items of this run, by their keys, which are random. */
    private final Map<String, String> items = new HashMap<>();

    private int delayedCount;
    private int faultsLeft;
    private int running;
    private boolean pruned;

    /** A request; or a turn of the scavenger, or whatever else makes calls. */
    final class Participant {

        private final int number;
        private int stepCount;
        private Step waitingFor;
        private @Nullable Attempt attempt;
        private @Nullable Fate decided;
        private Fate fate = Fate.ANSWERED;
        private boolean isDead;
        private boolean isDone;
        private int firstStep = -1;
        private int lastStep;

        private Participant(int number) {
            this.number = number;
        }

        /** Lets the current thread act for it. */
        void enter() {
            CURRENT.set(this);
        }

        /** To be called when it makes no calls any more. */
        void done() {
            synchronized (Scheduler.this) {
                isDone = true;
                lastStep = steps.size();
                running--;
                Scheduler.this.notifyAll();
            }
        }

        /** Waits for its turn to do something that is no call and concerns all items. */
        void awaitTurn(String what) {
            pause(null, what, Set.of());
        }

        Scheduler scheduler() {
            return Scheduler.this;
        }

        int number() {
            return number;
        }

        boolean isDead() {
            return isDead;
        }

        /** The number of steps before it began. */
        int start() {
            return firstStep < 0 ? 0 : firstStep;
        }

        /** The number of steps when it was done. */
        int end() {
            return lastStep;
        }
    }

    private record DelayedAttempt(Participant of, int number, Attempt attempt, Set<String> items) {

        Step step() {
            return new Step(of.number, -number, attempt.operation(), Fate.ANSWERED, items, true);
        }
    }

    Scheduler(Choices choices, SdkHttpClient engine, int faults) {
        this.choices = choices;
        this.engine = engine;
        faultsLeft = faults;
    }

    /** The one that the current thread acts for; null for what is not scheduled. */
    static @Nullable Participant current() {
        return CURRENT.get();
    }

    /** The current thread acts for nobody. */
    static void leave() {
        CURRENT.remove();
    }

    /** One more request. It runs from now on, up to its first call. */
    synchronized Participant add() {
        Participant participant = new Participant(participants.size() + 1);
        participants.add(participant);
        running++;
        return participant;
    }

    /** Chooses one of several ways to begin; all but the first are a fault. */
    int begin(List<String> ways) {
        List<Step> options = new ArrayList<>();
        for (int i = 0; i < (faultsLeft > 0 ? ways.size() : 1); i++) {
            options.add(new Step(0, i, ways.get(i), Fate.ANSWERED, Set.of(), true));
        }
        Step chosen = choices.next(options);
        if (chosen.number() > 0) {
            faultsLeft--;
            steps.add(chosen);
        }
        return chosen.number();
    }

    /** Runs all to their end. */
    void run() {
        while (true) {
            List<Step> options = options();
            if (options.isEmpty()) {
                return;
            }
            Step step = choices.next(options);
            if (step == null || steps.size() > MOST_STEPS) {
                if (step != null) {
                    throw new IllegalStateException("more than " + MOST_STEPS + " steps: " + steps);
                }
                drain();
                return;
            }
            steps.add(step);
            if (step.number() < 0) {
                execute(delayed.stream()
                        .filter(each -> each.step().equals(step))
                        .findFirst()
                        .orElseThrow());
            } else {
                go(participants.get(step.request() - 1), step.fate());
            }
        }
    }

    /** Executes what is still delayed. Whether there was anything. */
    boolean executeDelayed() {
        boolean any = !delayed.isEmpty();
        for (DelayedAttempt each : List.copyOf(delayed)) {
            steps.add(each.step());
            execute(each);
        }
        return any;
    }

    /** Whether the rest of this run was searched before, and it says nothing. */
    boolean isPruned() {
        return pruned;
    }

    boolean hadFault() {
        return steps.stream().anyMatch(step -> step.fate().isFault() || step.request() == 0);
    }

    /** What has happened, in order. */
    List<Step> steps() {
        return steps;
    }

    /** Makes an attempt when its turn comes. In the thread of its request. */
    HttpExecuteResponse send(Participant participant, Attempt attempt) throws IOException {
        if (participant.isDead) {
            throw new IOException("the node is dead");
        }
        if (!attempt.isScheduled()) {
            return call(attempt.request());
        }
        if (attempt.isRetry() && participant.fate.retry() == Fate.Retry.FAILS) {
            return fail(participant.fate);
        }
        Fate fate = pause(attempt, attempt.operation(), items(attempt));
        participant.fate = fate;
        if (fate.isLate()) {
            delayed.add(new DelayedAttempt(participant, ++delayedCount, attempt, items(attempt)));
        }
        HttpExecuteResponse answer = fate.isExecuted() ? call(attempt.request()) : null;
        if (fate == Fate.ANSWERED) {
            return answer;
        }
        if (answer != null) {
            answer.responseBody().ifPresent(AbortableInputStream::abort);
        }
        participant.isDead = fate == Fate.NODE_DIES;
        return fail(fate);
    }

    private synchronized Set<String> items(Attempt attempt) {
        return attempt.keys().stream()
                .map(key -> items.computeIfAbsent(key, none -> "item " + (items.size() + 1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static HttpExecuteResponse fail(Fate fate) throws IOException {
        if (fate != Fate.REFUSED) {
            throw new IOException("connection reset");
        }
        byte[] body = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#InternalServerError\"}"
                .getBytes(StandardCharsets.UTF_8);
        return HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder()
                        .statusCode(500)
                        .putHeader("Content-Length", Integer.toString(body.length))
                        .build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                .build();
    }

    private HttpExecuteResponse call(HttpExecuteRequest request) throws IOException {
        return engine.prepareRequest(request).call();
    }

    private void execute(DelayedAttempt each) {
        delayed.remove(each);
        try {
            call(each.attempt.request()).responseBody().ifPresent(AbortableInputStream::abort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized Fate pause(@Nullable Attempt attempt, String operation, Set<String> keys) {
        Participant participant = current();
        participant.attempt = attempt;
        participant.waitingFor = new Step(
                participant.number,
                participant.stepCount++,
                operation,
                Fate.ANSWERED,
                keys,
                attempt == null || attempt.isWrite());
        participant.decided = pruned ? Fate.ANSWERED : null;
        running--;
        notifyAll();
        await(() -> participant.decided != null);
        if (participant.firstStep < 0) {
            participant.firstStep = steps.size() - 1;
        }
        participant.waitingFor = null;
        if (pruned) {
            running++;
        }
        return participant.decided;
    }

    private synchronized void go(Participant participant, Fate fate) {
        if (fate.isFault()) {
            faultsLeft--;
        }
        running++;
        participant.decided = fate;
        notifyAll();
    }

    /** All that can happen next, once nobody runs. */
    private synchronized List<Step> options() {
        await(() -> running == 0);
        List<Step> options = new ArrayList<>();
        for (Participant each : participants) {
            if (!each.isDone) {
                for (Fate fate : Fate.values()) {
                    if (!fate.isFault() || faultsLeft > 0 && mayFail(each) && fate.isPossible(each.attempt)) {
                        Step step = each.waitingFor;
                        options.add(new Step(
                                step.request(), step.number(), step.operation(), fate, step.items(), step.isWrite()));
                    }
                }
            }
        }
        if (!options.isEmpty()) {
            delayed.forEach(each -> options.add(each.step()));
        }
        return options;
    }

    /** The retry of a call that fails once does not. */
    private static boolean mayFail(Participant participant) {
        return participant.attempt != null && !participant.attempt.isRetry();
    }

    /** Lets all go on, in any order. */
    private synchronized void drain() {
        pruned = true;
        for (Participant each : participants) {
            if (!each.isDone) {
                each.decided = Fate.ANSWERED;
            }
        }
        notifyAll();
        await(() -> participants.stream().allMatch(each -> each.isDone));
    }

    private void await(BooleanSupplier condition) {
        long endNanos = System.nanoTime() + PATIENCE_MS * 1_000_000;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > endNanos) {
                throw new IllegalStateException("nothing happens any more after " + steps);
            }
            try {
                wait(PATIENCE_MS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
