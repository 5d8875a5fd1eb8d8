package io.github.dynamosessions.it;

import io.github.dynamosessions.spi.SessionSerializer;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A value of an application that throws on demand: as a listener, and in its serializer.
 *
 * @param owner whose demand it is
 * @param ballast what makes it large
 */
record ThrowingAttribute(String owner, String ballast)
        implements HttpSessionActivationListener, HttpSessionBindingListener, Serializable {

    /** What may throw. */
    enum Where {
        ACTIVATION,
        PASSIVATION,
        UNBINDING,
        WRITING,
        READING
    }

    private static final Map<String, Supplier<Throwable>> DEMANDS = new ConcurrentHashMap<>();

    static void demand(String owner, Where where, Supplier<Throwable> failure) {
        DEMANDS.put(owner + where, failure);
    }

    static void heal(String owner) {
        DEMANDS.keySet().removeIf(key -> key.startsWith(owner));
    }

    private void at(Where where) {
        Supplier<Throwable> failure = DEMANDS.get(owner + where);
        if (failure != null) {
            ThrowingAttribute.<RuntimeException>raise(failure.get());
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable failure) throws T {
        throw (T) failure;
    }

    @Override
    public void sessionDidActivate(HttpSessionEvent event) {
        at(Where.ACTIVATION);
    }

    @Override
    public void sessionWillPassivate(HttpSessionEvent event) {
        at(Where.PASSIVATION);
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        at(Where.UNBINDING);
    }

    /** Serializes such values, and no others. */
    static final class Serializer implements SessionSerializer {

        private static final int ID = 17;

        @Override
        public int id() {
            return ID;
        }

        @Override
        public byte[] serialize(Object value) {
            ThrowingAttribute attribute = (ThrowingAttribute) value;
            attribute.at(Where.WRITING);
            return (attribute.owner + "\n" + attribute.ballast).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object deserialize(byte[] payload) {
            String[] parts = new String(payload, StandardCharsets.UTF_8).split("\n", 2);
            ThrowingAttribute attribute = new ThrowingAttribute(parts[0], parts[1]);
            attribute.at(Where.READING);
            return attribute;
        }
    }
}
