package io.github.dynamosessions.model;

/** All next steps of a state: each request, each delayed attempt, time, TTL. */
final class Network {

    /** Takes the states that can come next. */
    interface Sink {
        void next(State state, Supplier action);
    }

    /** The text of a step, made only for a trace. */
    interface Supplier {
        String text();
    }

    private final Scenario scenario;
    private final Properties properties;

    Network(Scenario scenario, Properties properties) {
        this.scenario = scenario;
        this.properties = properties;
    }

    void steps(State state, Sink sink) {
        for (int request = 0; request < state.requests(); request++) {
            Step step = state.step(request);
            if (step instanceof Step.NotStarted) {
                begin(state, request, sink);
            } else if (step instanceof Step.Calling calling) {
                call(state, request, calling, sink);
                crash(state, request, calling, sink);
            }
        }
        delayed(state, sink);
        if (state.now < scenario.horizon) {
            State next = state.copy();
            next.now++;
            sink.next(next, () -> "a tick passes");
        }
        removals(state, sink);
    }

    private void begin(State state, int request, Sink sink) {
        Script script = scenario.scripts.get(request);
        int answered = state.answered();
        if ((script.after() & ~answered) != 0) {
            return;
        }
        Move move = move(state, request);
        move.began(answered);
        move.state.step(request, Admission.begin(move));
        emit(move, sink, () -> script + " begins with cookie " + state.history().cookie());
    }

    private void call(State state, int request, Step.Calling calling, Sink sink) {
        Task task = calling.task();
        Operation operation = task.operation();
        Move move = move(state, request);
        Answer answer = move.execute(operation);
        Answer received = calling.lost() ? answer.afterOthers() : answer;
        move.state.step(request, task.answered(move, received));
        emit(move, sink, () -> operation + (answer.passed() ? " -> passed" : " -> refused, " + answer.item()));
        if (operation.reads()) {
            if (operation instanceof Operation.Get get
                    && get.eventually()
                    && state.budget().staleReads() > 0) {
                Move stale = move(state, request);
                stale.state.budget(state.budget().staleRead());
                Item former = state.formerItem(operation.context());
                stale.state.step(request, task.answered(stale, new Answer(true, former)));
                emit(stale, sink, () -> operation + " -> returns what was before: " + former);
            }
            if (state.budget().failedReads() > 0) {
                Move failed = move(state, request);
                failed.state.budget(state.budget().failedRead());
                failed.state.step(request, task.unanswered(failed));
                emit(failed, sink, () -> operation + " -> fails");
            }
            return;
        }
        if (state.budget().losses() > 0) {
            Move lost = move(state, request);
            lost.state.budget(state.budget().loss());
            lost.state.delay(new Message(operation, request));
            lost.state.step(request, again(lost, calling, true));
            emit(lost, sink, () -> operation + " -> no answer");
        }
        if (state.budget().throttles() > 0) {
            Move throttled = move(state, request);
            throttled.state.budget(state.budget().throttle());
            throttled.state.step(request, again(throttled, calling, calling.lost()));
            emit(throttled, sink, () -> operation + " -> throttled");
        }
    }

    private Step again(Move move, Step.Calling calling, boolean lost) {
        return calling.attempts() + 1 < scenario.attempts
                ? new Step.Calling(calling.task(), calling.attempts() + 1, lost)
                : calling.task().unanswered(move);
    }

    private void crash(State state, int request, Step.Calling calling, Sink sink) {
        if (state.budget().crashes() == 0) {
            return;
        }
        Move move = move(state, request);
        move.state.budget(state.budget().crash());
        if (!calling.task().operation().reads()) {
            move.state.delay(new Message(calling.task().operation(), request));
        }
        move.state.step(request, move.finish(Outcome.CRASHED));
        emit(move, sink, () -> "during: " + calling.task().operation());
    }

    private void delayed(State state, Sink sink) {
        for (int i = 0; i < state.delayed(); i++) {
            Message message = state.delayed(i);
            Move move = move(state, message.request());
            move.state.remove(i);
            Answer answer = move.execute(message.operation());
            properties.check(move.state);
            sink.next(
                    move.state,
                    () -> "delayed attempt of [" + message.request() + "]: " + message.operation()
                            + (answer.passed() ? " -> executed" : " -> refused"));
        }
    }

    private void removals(State state, Sink sink) {
        for (int context = 0; context < state.contexts(); context++) {
            if (state.budget().removals() > 0 && state.item(context).kind() == Item.Kind.TOMBSTONE) {
                State next = state.copy();
                next.budget(state.budget().removal());
                next.item(context, Item.ABSENT);
                properties.check(next);
                int at = context;
                sink.next(next, () -> "TTL removes the tombstone of context " + at);
            }
        }
    }

    private Move move(State state, int request) {
        return new Move(scenario, state.copy(), request, properties);
    }

    private void emit(Move move, Sink sink, Supplier action) {
        properties.check(move.state);
        sink.next(move.state, () -> {
            boolean finished = move.state.step(move.request) instanceof Step.Finished;
            return "[" + move.request + "] " + action.text()
                    + (finished
                            ? " => " + move.trail().outcome() + ", cookie "
                                    + move.state.history().cookie()
                            : "");
        });
    }
}
