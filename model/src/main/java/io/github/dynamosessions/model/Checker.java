package io.github.dynamosessions.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Visits every state of a scenario, breadth first: the trace of a violation is a shortest one. What follows a violation
 * is not visited.
 */
final class Checker {

    private final Scenario scenario;
    private final int maxStates;
    private final Properties properties;
    private final Network network;
    private final Codes codes = new Codes();
    private final Map<Property, String> traces = new EnumMap<>(Property.class);
    private int[] parents = new int[1 << 12];
    private short[] branches = new short[1 << 12];
    private int nodes;

    private Checker(Scenario scenario, int maxStates) {
        this.scenario = scenario;
        this.maxStates = maxStates;
        properties = new Properties(scenario);
        network = new Network(scenario, properties);
    }

    static Result check(Scenario scenario, int maxStates) {
        return new Checker(scenario, maxStates).run();
    }

    private record Node(State state, int index) {}

    private Result run() {
        long start = System.nanoTime();
        Fingerprints seen = new Fingerprints();
        ArrayDeque<Node> queue = new ArrayDeque<>();
        State first = State.initial(scenario);
        seen.add(first.fingerprint(codes));
        queue.add(new Node(first, node(-1, 0)));
        while (!queue.isEmpty() && seen.size() < maxStates) {
            Node at = queue.remove();
            int[] branch = {0};
            network.steps(at.state, (next, action) -> {
                int mine = branch[0]++;
                Violation violation = properties.take();
                if (violation != null) {
                    if (!traces.containsKey(violation.property())) {
                        traces.put(violation.property(), violation + "\n" + trace(at.index, mine));
                        properties.take();
                    }
                } else if (seen.add(next.fingerprint(codes))) {
                    queue.add(new Node(next, node(at.index, mine)));
                }
            });
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        return new Result(scenario, seen.size(), queue.isEmpty(), millis, traces);
    }

    private int node(int parent, int branch) {
        if (nodes == parents.length) {
            parents = Arrays.copyOf(parents, nodes * 2);
            branches = Arrays.copyOf(branches, nodes * 2);
        }
        parents[nodes] = parent;
        branches[nodes] = (short) branch;
        return nodes++;
    }

    /** Runs the steps to a node again, now with their texts. */
    private String trace(int index, int last) {
        List<Integer> path = new ArrayList<>();
        path.add(last);
        for (int i = index; parents[i] >= 0; i = parents[i]) {
            path.add((int) branches[i]);
        }
        Collections.reverse(path);
        StringBuilder text = new StringBuilder();
        State[] state = {State.initial(scenario)};
        Network replay = new Network(scenario, new Properties(scenario));
        for (int wanted : path) {
            int[] branch = {0};
            State[] chosen = {null};
            replay.steps(state[0], (next, action) -> {
                if (branch[0]++ == wanted) {
                    chosen[0] = next;
                    text.append("    ").append(action.text()).append('\n');
                }
            });
            state[0] = chosen[0];
        }
        return text.toString();
    }
}
