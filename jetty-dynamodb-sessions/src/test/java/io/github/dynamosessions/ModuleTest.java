package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolvedModule;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The library as a module, on a module path of what users get: tests otherwise run on the class path. */
class ModuleTest {

    private static final String NAME = "io.github.dynamosessions";

    /** Of the tests' class path, the library's own dependencies. */
    private static final Pattern RUNTIME = Pattern.compile(
            ".*/(software/amazon|org/apache/httpcomponents|org/reactivestreams|org/jspecify|org/slf4j/slf4j-api"
                    + "|org/eclipse/jetty/jetty-(session|xml|server|http|io|util))/.*");

    private static Path[] modulePath() throws Exception {
        Path library = Path.of(DynamoSessionOptions.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Path> path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> RUNTIME.matcher(entry.replace('\\', '/')).matches())
                .filter(entry -> !entry.endsWith("-tests.jar"))
                .map(Path::of)
                .collect(Collectors.toCollection(ArrayList::new));
        assertThat(path).as("dependencies on the class path of the tests").hasSizeGreaterThan(20);
        path.add(library);
        return path.toArray(Path[]::new);
    }

    private static Configuration resolved() throws Exception {
        return ModuleLayer.boot()
                .configuration()
                .resolve(ModuleFinder.of(modulePath()), ModuleFinder.of(), Set.of(NAME));
    }

    @Test
    void resolvesWithItsDependencies() throws Exception {
        ResolvedModule library = resolved().findModule(NAME).orElseThrow();
        assertThat(library.reference().descriptor().isAutomatic()).isFalse();
        assertThat(library.reads())
                .extracting(ResolvedModule::name)
                .contains(
                        "java.base",
                        "org.eclipse.jetty.session",
                        "org.slf4j",
                        "software.amazon.awssdk.services.dynamodb",
                        "software.amazon.awssdk.http.apache5");
    }

    @Test
    void worksAsAModule() throws Exception {
        ModuleLayer layer =
                ModuleLayer.boot().defineModulesWithOneLoader(resolved(), ClassLoader.getPlatformClassLoader());
        Class<?> options = layer.findLoader(NAME).loadClass(NAME + ".DynamoSessionOptions");
        assertThat(options.getModule().getName()).isEqualTo(NAME);
        assertThat(options).isNotSameAs(DynamoSessionOptions.class);

        Object builder = options.getMethod("builder").invoke(null);
        Class<?> type = builder.getClass();
        type.getMethod("region", String.class).invoke(builder, "local");
        Object built = type.getMethod("build").invoke(builder);
        assertThat(built).asString().contains("region=local");

        Object clientBuilder = options.getMethod("clientBuilder").invoke(built);
        Method build = layer.findLoader(NAME)
                .loadClass("software.amazon.awssdk.utils.builder.SdkBuilder")
                .getMethod("build");
        try (AutoCloseable client = (AutoCloseable) build.invoke(clientBuilder)) {
            assertThat(client.getClass().getModule().getName()).isEqualTo("software.amazon.awssdk.services.dynamodb");
        }
        Object store = layer.findLoader(NAME)
                .loadClass(NAME + ".DynamoSessionDataStore")
                .getConstructor(options)
                .newInstance(built);
        assertThat(store).asString().contains("passivating=true");
    }

    @Test
    void itsInternalsAreSealed() throws Exception {
        Module module = ModuleLayer.boot()
                .defineModulesWithOneLoader(resolved(), ClassLoader.getPlatformClassLoader())
                .findModule(NAME)
                .orElseThrow();
        assertThat(module.getPackages())
                .filteredOn(module::isExported)
                .containsExactlyInAnyOrder(NAME, NAME + ".micrometer", NAME + ".spi");
    }
}
