package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionCacheFactory;
import io.github.dynamosessions.DynamoSessionDataStoreFactory;
import io.github.dynamosessions.SessionUnavailableHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.xml.XmlConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says is true. */
class ReadmeIT {

    private static final Path ROOT = Path.of(System.getProperty("project.root"));

    @TempDir
    private Path classes;

    @Test
    void itsProgramCompilesAndHasEightLines() throws IOException {
        String program = firstMatch("```java\\n(.*?)```");
        assertCompiles("Hello", program);
        assertThat(program.substring(program.indexOf("public class")).lines()).hasSize(8);
    }

    @Test
    void itsEmbeddedJettyCompilesAndHasFiveLines() throws IOException {
        String lines = firstMatch("## Embedded Jetty\\n.*?```java\\n(.*?)```");
        assertCompiles("Embedded", embedded("DynamoSessionOptions options, Server server", lines));
        assertThat(lines.lines()).hasSize(5);
    }

    @Test
    void theEmbeddedJettyOfTheGuideCompiles() throws IOException {
        String lines =
                firstMatch("## Embedded\\n.*?```java\\n(.*?)```", Files.readString(ROOT.resolve("docs/jetty.md")));
        assertCompiles("Embedded", embedded("ContextHandler shop, ContextHandler admin", lines));
    }

    @Test
    void theReadinessChecksOfTheGuideCompile() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/operations.md"));
        assertCompiles("Ready", """
                import io.github.dynamosessions.*;
                import io.github.dynamosessions.javalin.DynamoSessionPlugin;
                import io.javalin.Javalin;
                class Ready {
                    static void start(DynamoSessionOptions options) {
                        %s
                    }
                }
                """.formatted(firstMatch("Javalin:\\n\\n```java\\n(.*?)```", guide)));
        assertCompiles(
                "Embedded",
                embedded(
                        "DynamoSessionOptions options, Server server, ContextHandler application",
                        firstMatch("beside the application's context:\\n\\n```java\\n(.*?)```", guide)));
    }

    @Test
    void theXmlOfTheGuideForTheMavenPluginSetsUpAServer(@TempDir Path directory) throws Exception {
        String guide = Files.readString(ROOT.resolve("docs/jetty.md"));
        Path xml = Files.writeString(
                directory.resolve("sessions.xml"),
                firstMatch("`src/jetty/sessions.xml`:\\n\\n```xml\\n(.*?)```", guide));
        Server server = new Server();

        new XmlConfiguration(ResourceFactory.root().newResource(xml)).configure(server);

        assertThat(server.getBean(DynamoSessionDataStoreFactory.class)).isNotNull();
        assertThat(server.getBean(DynamoSessionCacheFactory.class)).isNotNull();
        assertThat(server.getHandler()).isInstanceOf(SessionUnavailableHandler.class);
        assertThat(server.getDescendant(ContextHandlerCollection.class)).isNotNull();
    }

    private static String embedded(String parameters, String lines) {
        return """
                import io.github.dynamosessions.*;
                import org.eclipse.jetty.server.*;
                import org.eclipse.jetty.server.handler.*;
                import org.eclipse.jetty.session.*;
                import org.eclipse.jetty.util.Callback;
                class Embedded {
                    static void start(%s) throws Exception {
                        %s
                    }
                }
                """.formatted(parameters, lines);
    }

    @Test
    void itsTableOfOptionsHasEveryOption() throws Exception {
        String table = firstMatch("## Options\\n(.*?)\\n## ");
        Set<String> documented = Pattern.compile("`(\\w+)`(?=[^|\\n]*\\|[^|\\n]*\\|[^\\n]*\\|\\n)")
                .matcher(table)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> options = Arrays.stream(Class.forName("io.github.dynamosessions.DynamoSessionOptions$Builder")
                        .getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .map(method -> method.getName())
                .filter(name -> !Set.of("build", "environment", "set").contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isEqualTo(options);
    }

    @Test
    void itIsShortAndItsLinksLeadSomewhere() throws IOException {
        assertThat(readme().lines()).hasSizeLessThanOrEqualTo(200);
        assertThat(Pattern.compile("\\]\\(([^)]+)\\)").matcher(readme()).results())
                .map((MatchResult link) -> link.group(1))
                .filteredOn(link -> !link.startsWith("http"))
                .isNotEmpty()
                .allMatch(link -> Files.exists(ROOT.resolve(link)));
    }

    private void assertCompiles(String name, String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };

        boolean compiled = compiler.getTask(
                        null, null, problems, List.of("-d", classes.toString(), "-proc:none"), null, List.of(file))
                .call();

        assertThat(compiled).as("%s", problems.getDiagnostics()).isTrue();
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    private static String firstMatch(String pattern) throws IOException {
        return firstMatch(pattern, readme());
    }

    private static String firstMatch(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }
}
