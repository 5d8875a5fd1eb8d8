package io.github.dynamosessions.internal.attribute;

import static io.github.dynamosessions.internal.attribute.Codecs.JAVA;
import static io.github.dynamosessions.internal.attribute.Codecs.in;
import static io.github.dynamosessions.internal.attribute.Codecs.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.fixture.CompiledClasses;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.eclipse.jetty.util.ClassVisibilityChecker;
import org.junit.jupiter.api.Test;

/** A webapp's loader says itself what it sees: it may load a class of its own where the server has one, too. */
class WebappVisibilityTest {

    private static final byte FROM_SERVER = 0;
    private static final byte FROM_WEBAPP = 1;

    private static final class JettyLoader extends ClassLoader implements ClassVisibilityChecker {

        private final boolean hides;

        JettyLoader(boolean hides) {
            this(WebappVisibilityTest.class.getClassLoader(), hides);
        }

        JettyLoader(ClassLoader environment, boolean hides) {
            super(environment);
            this.hides = hides;
        }

        @Override
        public boolean isProtectedClass(Class<?> type) {
            return type.getName().startsWith("java.");
        }

        @Override
        public boolean isHiddenClass(Class<?> type) {
            return hides;
        }
    }

    @Test
    void aClassThatTheWebappMustTakeFromTheServerIsReadThroughTheWebapp() throws Exception {
        assertThat(mark(new JettyLoader(false), new ArrayList<>())).isEqualTo(FROM_WEBAPP);
        assertThat(mark(new JettyLoader(false), new List<?>[0])).isEqualTo(FROM_WEBAPP);
    }

    @Test
    void aClassThatTheWebappMayHaveItselfIsReadFromTheServer() throws Exception {
        assertThat(mark(new JettyLoader(false), new SerializedValuesTest.Line("pen", 1)))
                .isEqualTo(FROM_SERVER);
    }

    @Test
    void aClassThatIsHiddenFromTheWebappIsReadFromTheServer() throws Exception {
        assertThat(mark(new JettyLoader(true), new ArrayList<>())).isEqualTo(FROM_SERVER);
    }

    /** As Jetty has one loader for the classes of each of its environments, between the server's and those of applications. */
    @Test
    void aClassOfTheEnvironmentThatIsHiddenFromTheWebappComesBack() throws Exception {
        ClassLoader environment = CompiledClasses.of(
                        "Login", "public class Login implements java.io.Serializable { int level = 3; }")
                .loader(getClass().getClassLoader());
        Object login = environment.loadClass("Login").getConstructor().newInstance();
        JettyLoader webapp = new JettyLoader(environment, true);
        assertThat(in(webapp, () -> roundTrip(new ArrayList<>(List.of(login)))))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .singleElement()
                .hasSameClassAs(login);
    }

    private static byte mark(ClassLoader webapp, Object value) throws Exception {
        return in(webapp, () -> JAVA.encode("a", value)).b().asByteArray()[1];
    }
}
