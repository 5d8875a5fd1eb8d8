package io.github.dynamosessions.it;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The faults of one proxy, the latest first. Safe for use by several threads. */
final class Faults {

    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    void add(Fault fault) {
        faults.add(0, fault);
    }

    void remove(Fault fault) {
        faults.remove(fault);
    }

    Optional<Fault> meeting(ProxiedCall call) {
        return faults.stream().filter(fault -> fault.meets(call)).findFirst();
    }

    void healAll() {
        faults.forEach(Fault::heal);
    }

    void cancelAll() {
        faults.forEach(Fault::cancel);
    }
}
