package io.github.dynamosessions.local;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The operating system and processor this JVM runs on, in the words of DynamoDB Local's own jar. */
record Platform(String os, String arch) {

    private static final String NATIVES = "com/amazonaws/services/dynamodbv2/local/shared/access/sqlite/native/";

    private static final Set<String> SUPPORTED =
            new TreeSet<>(Set.of("Linux/x86_64", "Linux/aarch64", "Mac/x86_64", "Mac/aarch64", "Windows/x86_64"));

    static Platform current() {
        return of(System.getProperty("os.name", "unknown"), System.getProperty("os.arch", "unknown"));
    }

    /** Takes the values of the system properties {@code os.name} and {@code os.arch}. */
    static Platform of(String osName, String osArch) {
        return new Platform(os(osName), arch(osArch));
    }

    static Set<String> supported() {
        return SUPPORTED;
    }

    /** Where DynamoDB Local's jar keeps the native SQLite library of this platform. */
    String nativeLibrary() {
        if (!SUPPORTED.contains(toString())) {
            throw new IllegalStateException("DynamoDB Local cannot run inside this JVM: there is no SQLite library for "
                    + this + ", only for " + String.join(", ", SUPPORTED) + ". " + BackEnds.OTHER_THAN_EMBEDDED);
        }
        return NATIVES + this + "/" + libraryFile();
    }

    private String libraryFile() {
        return switch (os) {
            case "Windows" -> "sqlite4java.dll";
            case "Mac" -> "libsqlite4java.dylib";
            default -> "libsqlite4java.so";
        };
    }

    @Override
    public String toString() {
        return os + "/" + arch;
    }

    private static String os(String osName) {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return "Windows";
        }
        if (name.startsWith("mac") || name.startsWith("darwin")) {
            return "Mac";
        }
        return name.startsWith("linux") ? "Linux" : osName;
    }

    private static String arch(String osArch) {
        return switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64", "x64" -> "x86_64";
            default -> osArch;
        };
    }
}
