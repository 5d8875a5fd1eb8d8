package io.github.dynamosessions.local;

import org.apache.logging.log4j.simple.SimpleLoggerContextFactory;
import org.apache.logging.log4j.spi.Provider;

/**
 * Keeps DynamoDB Local quiet; Log4j finds it, nobody else needs it. DynamoDB Local logs through the Log4j 2 API: every
 * call at INFO, every failed condition at WARN with a stack trace. Where no real Log4j is on the class path, this one
 * takes the API's own logger, which prints errors only, and spares the complaint that there is none. To see all of it:
 * {@code -Dorg.apache.logging.log4j.simplelog.level=INFO}. Immutable.
 */
public final class QuietLog4jProvider extends Provider {

    // Below every real one (they start at 10): theirs is the word.
    private static final int PRIORITY = 1;
    private static final String API_VERSION = "2.6.0";

    /** For Log4j. */
    public QuietLog4jProvider() {
        super(PRIORITY, API_VERSION, SimpleLoggerContextFactory.class);
    }
}
