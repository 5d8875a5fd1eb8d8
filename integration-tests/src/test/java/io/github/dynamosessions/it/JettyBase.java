package io.github.dynamosessions.it;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A JETTY_BASE: the module's zip, unpacked, and what users put beside it. The JETTY_HOME is the one that Jetty ships. */
final class JettyBase {

    static final Path HOME = Path.of(System.getProperty("jetty.home"));

    private final Path directory;

    private JettyBase(Path directory) {
        this.directory = directory;
    }

    /** Unpacks the zip, and adds the modules with Jetty's start.jar. */
    static JettyBase create(Path directory, String... modules) throws IOException {
        unzip(Path.of(System.getProperty("jetty.module.zip")), Files.createDirectories(directory));
        JettyBase base = new JettyBase(directory);
        JavaProcess start = base.run("--add-modules=" + String.join(",", modules));
        if (start.exitCode() != 0) {
            throw new IllegalStateException(start.output());
        }
        return base;
    }

    /** Another one with the same files. */
    JettyBase copy(Path target) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, target.resolve(directory.relativize(file).toString()));
            }
        }
        return new JettyBase(target);
    }

    /** Deploys an application, or deploys it again. What is being written is not looked at: the move is atomic. */
    void deploy(String name, Webapp webapp) throws IOException {
        Path half = webapp.writeTo(directory.resolve(name + ".half"));
        Path war = directory.resolve("webapps").resolve(name + ".war");
        boolean again = Files.exists(war);
        if (again) { // in another second, or Jetty's scanner may take it for the same
            Files.setLastModifiedTime(half, FileTime.from(Instant.now().plusSeconds(2)));
        } else { // once, or a scan in between deploys it twice
            write("webapps/" + name + ".properties", "environment=" + webapp.environment() + "\n");
        }
        Files.move(half, war, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deploys what is deployed already once more, for one host alone, under the path {@code /host}. */
    void deployForHost(String name, String host) throws IOException {
        write("webapps/" + host + ".properties", "environment=" + name + "\n");
        write("webapps/" + host + ".xml", """
                <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
                <Configure class="org.eclipse.jetty.%1$s.webapp.WebAppContext">
                  <Set name="contextPath">/host</Set>
                  <Set name="war"><Property name="jetty.webapps"/>/%1$s.war</Set>
                  <Set name="virtualHosts"><Array type="String"><Item>%2$s</Item></Array></Set>
                </Configure>
                """.formatted(name, host));
    }

    /** Deploys a handler of Jetty under the path {@code /core}, with its class on the server's class path. */
    void deployCoreHandler() throws IOException {
        deployCoreHandler("core", "<New class=\"core.CorePages\"/>");
    }

    /** Deploys a handler of Jetty, as XML, under the path of a name. */
    void deployCoreHandler(String name, String handler) throws IOException {
        Path jar = directory.resolve("lib/ext/core.jar");
        if (!Files.exists(jar)) {
            packCoreHandlers(jar);
        }
        write("webapps/" + name + ".properties", "environment=core\n");
        write("webapps/" + name + ".xml", """
                <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
                <Configure class="org.eclipse.jetty.server.handler.ContextHandler">
                  <Set name="contextPath">/%s</Set>
                  <Set name="handler">
                    <New class="org.eclipse.jetty.session.SessionHandler">
                      <Set name="handler">%s</Set>
                    </New>
                  </Set>
                </Configure>
                """.formatted(name, handler));
    }

    private void packCoreHandlers(Path jar) throws IOException {
        Path work = Files.createTempDirectory(directory, "core");
        Path classes = work.resolve("classes");
        Map<String, String> sources = new LinkedHashMap<>();
        for (String name : List.of("CorePages", "LoginPages")) {
            String file = "core/" + name + ".java";
            sources.put(file, Files.readString(Webapp.SOURCES.resolve(file)));
        }
        Webapp.compile(sources, jettyLibraries(), work.resolve("sources"), classes);
        Files.createDirectories(jar.getParent());
        Webapp.pack(classes, jar);
    }

    private static String jettyLibraries() throws IOException {
        try (var jars = Files.list(HOME.resolve("lib"))) {
            return jars.filter(jar -> jar.getFileName()
                            .toString()
                            .matches("jetty-(server|security|http|io|util)-\\d.*|slf4j-api.*"))
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    void write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    Path directory() {
        return directory;
    }

    /** Jetty's start.jar, on a free port of the loopback interface, when all is deployed. */
    JavaProcess start(String... properties) {
        int port = JavaProcess.freePort();
        List<String> arguments = new ArrayList<>(List.of("jetty.http.host=127.0.0.1", "jetty.http.port=" + port));
        arguments.addAll(List.of(properties));
        JavaProcess server = startJar(port, arguments);
        server.awaitOutput(":INFO :oejs.Server:main: Started"); // it listens before its applications are there
        return server;
    }

    /** Jetty's start.jar, until it ends by itself. */
    JavaProcess run(String... arguments) {
        JavaProcess start = startJar(0, List.of(arguments));
        start.awaitEnd();
        return start;
    }

    private JavaProcess startJar(int port, List<String> arguments) {
        return new JavaProcess(port, directory, HOME.resolve("start.jar"), arguments);
    }

    private static void unzip(Path zip, Path target) throws IOException {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(file)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path path = target.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.copy(entries, path);
                }
            }
        }
    }
}
