package io.github.dynamosessions.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The web application of src/test/webapp, compiled for one of Jetty's environments. */
final class Webapp {

    static final Path SOURCES = Path.of("src/test/webapp");
    private static final Map<String, String> SERVLET_APIS = Map.of(
            "ee8", "jetty-servlet-api-4.",
            "ee9", "jetty-jakarta-servlet-api-5.",
            "ee10", "jakarta.servlet-api-6.0.",
            "ee11", "jakarta.servlet-api-6.1.");

    private final String environment;
    private final Map<String, String> changes = new LinkedHashMap<>();
    private final Map<String, String> added = new LinkedHashMap<>();
    private String descriptor = "web.xml";
    private String authMethod = "FORM";

    private Webapp(String environment) {
        this.environment = environment;
    }

    static Webapp of(String environment) {
        return new Webapp(environment);
    }

    String environment() {
        return environment;
    }

    /** Replaces text in all sources. */
    Webapp change(String from, String to) {
        changes.put(from, to);
        return this;
    }

    /** Adds a source. */
    Webapp add(String file, String source) {
        added.put(file, source);
        return this;
    }

    /** With pages for users who log in, by a method of {@code web.xml}. */
    Webapp withLogin(String method) {
        descriptor = "login.xml";
        authMethod = method;
        return this;
    }

    /** Compiles and packs it. */
    Path writeTo(Path war) throws IOException {
        Path work = Files.createTempDirectory(war.getParent(), "webapp");
        Path files = work.resolve("war");
        compile(sources(), servletApi(), work.resolve("sources"), files.resolve("WEB-INF/classes"));
        String webXml = Files.readString(SOURCES.resolve(descriptor)).replace("FORM", authMethod);
        Files.writeString(files.resolve("WEB-INF/web.xml"), webXml);
        pack(files, war);
        return war;
    }

    private Map<String, String> sources() throws IOException {
        Map<String, String> sources = new LinkedHashMap<>(added);
        try (var files = Files.list(SOURCES.resolve("shop"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String text = Files.readString(file);
                if (environment.equals("ee8")) {
                    text = text.replace("jakarta.servlet", "javax.servlet");
                }
                for (Map.Entry<String, String> change : changes.entrySet()) {
                    text = text.replace(change.getKey(), change.getValue());
                }
                sources.put("shop/" + file.getFileName(), text);
            }
        }
        return sources;
    }

    private String servletApi() throws IOException {
        try (var jars = Files.list(JettyBase.HOME.resolve("lib"))) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith(SERVLET_APIS.get(environment)))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
    }

    /** Compiles sources, by their paths, which are written into a directory first. */
    static void compile(Map<String, String> sources, String classPath, Path directory, Path classes)
            throws IOException {
        Files.createDirectories(classes);
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-nowarn", "--release", "17", "-cp", classPath, "-d", classes.toString()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = directory.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("does not compile with " + classPath);
        }
    }

    /** Packs a directory into a war or a jar. */
    static void pack(Path directory, Path war) throws IOException {
        try (OutputStream file = Files.newOutputStream(war);
                ZipOutputStream zip = new ZipOutputStream(file);
                var paths = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                zip.putNextEntry(
                        new ZipEntry(directory.relativize(path).toString().replace('\\', '/')));
                Files.copy(path, zip);
                zip.closeEntry();
            }
        }
    }
}
