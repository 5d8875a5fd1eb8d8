package io.github.dynamosessions.local;

import com.almworks.sqlite4java.SQLite;
import com.almworks.sqlite4java.SQLiteException;
import com.amazonaws.services.dynamodbv2.local.shared.access.sqlite.SQLiteLibraryLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Unpacks the native SQLite library from DynamoDB Local's jar and loads it, once per JVM. */
final class SqliteLibrary {

    private static boolean loaded;

    private SqliteLibrary() {}

    /** @throws IllegalStateException on a platform that DynamoDB Local has no library for */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        Path library = unpack(Platform.current());
        try {
            load(library);
        } finally {
            discard(library);
        }
        loaded = true;
    }

    private static void load(Path library) {
        Path directory = library.getParent();
        SQLite.setLibraryPath(directory.toString());
        try {
            SQLite.loadLibrary();
        } catch (SQLiteException e) {
            throw new IllegalStateException(
                    "The SQLite library of DynamoDB Local does not load on " + Platform.current() + ": "
                            + e.getMessage() + ". " + BackEnds.OTHER_THAN_EMBEDDED,
                    e);
        }
        tellDynamoDbLocal(directory);
    }

    private static Path unpack(Platform platform) {
        String resource = platform.nativeLibrary();
        try (InputStream library = SQLiteLibraryLoader.class.getClassLoader().getResourceAsStream(resource)) {
            if (library == null) {
                throw new IllegalStateException("DynamoDB Local's jar has no " + resource);
            }
            Path directory = Files.createTempDirectory("dynamodb-local-");
            Path file = directory.resolve(System.mapLibraryName("sqlite4java"));
            Files.copy(library, file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("The SQLite library of DynamoDB Local cannot be unpacked", e);
        }
    }

    /** At once where the system lets go of a loaded file (not Windows), or else when the JVM exits, if it can. */
    private static void discard(Path library) {
        for (Path path : List.of(library, library.getParent())) {
            if (!path.toFile().delete()) {
                library.getParent().toFile().deleteOnExit();
                library.toFile().deleteOnExit();
            }
        }
    }

    /** Or else it unpacks a second copy into the common temp directory. */
    private static void tellDynamoDbLocal(Path directory) {
        String property = "org.sqlite.lib.path";
        String before = System.getProperty(property);
        System.setProperty(property, directory.toString());
        try {
            SQLiteLibraryLoader.initialize();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local does not find its SQLite library in " + directory, e);
        } finally {
            // sqlite-jdbc reads the same property and would look for its own library there.
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }
}
