package io.github.dynamosessions.local;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Quiets what the engine's parts print through java.util.logging. (What DynamoDB Local itself logs goes through the
 * Log4j API, see {@link QuietLog4jProvider}.)
 */
final class EngineLogs {

    // Kept here because java.util.logging forgets the level of a logger that nobody references.
    private static final List<Logger> CHATTY = List.of(
            // where it loaded its library from
            Logger.getLogger("com.almworks.sqlite4java"),
            // that it would be faster with JAXB
            Logger.getLogger("com.amazonaws.util.Base64"));

    private EngineLogs() {}

    static void quiet() {
        CHATTY.forEach(logger -> logger.setLevel(Level.SEVERE));
    }
}
