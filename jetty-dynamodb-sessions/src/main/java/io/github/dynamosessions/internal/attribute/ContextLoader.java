package io.github.dynamosessions.internal.attribute;

import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.util.ClassVisibilityChecker;

/** Jetty's rule of which class loader a session attribute belongs to, as in {@link SessionData}. */
final class ContextLoader {

    private ContextLoader() {}

    static ClassLoader current() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? ofServer() : context;
    }

    /**
     * The loader of the server's classes. Those of Jetty's environments, such as ee9, are hidden from an application; its loader's
     * parent finds them, and all others.
     */
    static ClassLoader ofServer() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context instanceof ClassVisibilityChecker && context.getParent() != null
                ? context.getParent()
                : SessionData.class.getClassLoader();
    }

    /** Whether the context's class loader would give back this very class. */
    static boolean sees(Class<?> value) {
        Class<?> type = value;
        while (type.isArray()) {
            type = type.getComponentType(); // no loader finds an array class by its name
        }
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context == null) {
            return false;
        }
        if (type.getClassLoader() == context) {
            return true;
        }
        if (context instanceof ClassVisibilityChecker webapp) {
            return webapp.isProtectedClass(type) && !webapp.isHiddenClass(type);
        }
        try {
            return context.loadClass(type.getName()) == type;
        } catch (ClassNotFoundException | LinkageError e) {
            return false; // the context does not know it, so the server's loader is the one
        }
    }
}
