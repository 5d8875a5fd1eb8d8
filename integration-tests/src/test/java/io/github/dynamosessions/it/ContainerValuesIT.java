package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.internal.attribute.AttributeCodec;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Jetty's Kerberos authenticators put into a session, where no test has a Kerberos. */
class ContainerValuesIT {

    private static final String NAME = "org.eclipse.jetty.security.value";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.eclipse.jetty.security.SPNEGOLoginService$GSSContextHolder",
                "org.eclipse.jetty.security.authentication.SPNEGOAuthenticator$UserIdentityHolder",
                "org.eclipse.jetty.ee8.security.authentication.ConfigurableSpnegoAuthenticator$UserIdentityHolder",
                "org.eclipse.jetty.ee9.security.authentication.ConfigurableSpnegoAuthenticator$UserIdentityHolder"
            })
    void aKerberosLoginIsStoredAndRead(String type) throws Exception {
        AttributeCodec codec = new AttributeCodec(null, List.of("com.shop.*"), 1_024);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader jetty = new URLClassLoader(libraries(), before)) {
            thread.setContextClassLoader(jetty);
            Constructor<?> constructor = jetty.loadClass(type).getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            Object login = constructor.newInstance(new Object[] {null});
            assertThat(codec.decode(NAME, codec.encode(NAME, login))).hasSameClassAs(login);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] libraries() throws IOException {
        try (var jars = Files.list(JettyBase.HOME.resolve("lib"))) {
            List<Path> security = jars.filter(
                            jar -> jar.getFileName().toString().matches("jetty-(ee[89]-)?security-.*"))
                    .toList();
            URL[] urls = new URL[security.size()];
            for (int i = 0; i < urls.length; i++) {
                urls[i] = security.get(i).toUri().toURL();
            }
            return urls;
        }
    }
}
