package io.github.dynamosessions.demo;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/**
 * Waits for Ctrl-C or SIGTERM. Left to itself, the JVM ends with code 130 or 143 then, whatever its shutdown hooks do;
 * somebody who stops a demo that ends as it should is to see 0.
 */
final class ExitSignals {

    private ExitSignals() {}

    static void await() {
        CountDownLatch received = new CountDownLatch(1);
        for (String signal : new String[] {"INT", "TERM"}) {
            catchSignal(signal, received::countDown);
        }
        try {
            received.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** By reflection: the class is there in every JDK, but naming it is a compiler warning that cannot be turned off. */
    private static void catchSignal(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        action.run();
                        return null;
                    });
            Object caught = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, caught, listener);
        } catch (ReflectiveOperationException e) {
            // Without it the JVM's own handling stays: the demo ends all the same, with another code.
        }
    }
}
