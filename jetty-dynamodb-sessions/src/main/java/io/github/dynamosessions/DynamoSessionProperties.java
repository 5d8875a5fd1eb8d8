package io.github.dynamosessions;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.xml.ConfigurationProcessor;
import org.eclipse.jetty.xml.ConfigurationProcessorFactory;
import org.eclipse.jetty.xml.XmlConfiguration;
import org.eclipse.jetty.xml.XmlParser;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the properties of the Jetty module {@code session-store-dynamodb} before anything is set up with them: Jetty's
 * XML asks for properties by name, so it never meets one whose name is misspelt. Jetty finds this class by itself, and
 * asks it to process the one-line file {@code etc/sessions/dynamodb/properties.xml}. Thread safe.
 *
 * <p>The first mistake is logged in one line and stops the start.
 */
public final class DynamoSessionProperties implements ConfigurationProcessorFactory {

    private static final Logger LOG = LoggerFactory.getLogger(DynamoSessionProperties.class);
    private static final String PREFIX = "jetty.session.dynamodb.";
    private static final String GRACE_PERIOD = "jetty.session.gracePeriod.seconds";
    private static final String SAVE_PERIOD = "jetty.session.savePeriod.seconds";
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    /** For Jetty, through {@link java.util.ServiceLoader}. */
    public DynamoSessionProperties() {}

    @Override
    public @Nullable ConfigurationProcessor getConfigurationProcessor(@Nullable String dtd, String tag) {
        return tag.equals("DynamoSessionProperties") ? new Check() : null;
    }

    /** {@return the names of the properties that are options, without their common prefix} */
    static Set<String> options() {
        return new TreeSet<>(OptionTexts.names());
    }

    private static void check(Map<String, String> properties) {
        DynamoSessionOptions.Builder builder = DynamoSessionOptions.builder();
        new TreeMap<>(properties).forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                checkOption(builder, name, value);
            }
        });
        checkSeconds(properties, GRACE_PERIOD);
        checkSavePeriod(builder, properties);
        try {
            builder.build();
        } catch (IllegalArgumentException e) {
            throw new BadPropertyError(PREFIX + "*: " + e.getMessage());
        }
    }

    private static void checkOption(DynamoSessionOptions.Builder builder, String name, String value) {
        String option = name.substring(PREFIX.length());
        if (!options().contains(option)) {
            throw new BadPropertyError("property " + name + " names no option; there are " + options());
        }
        try {
            OptionTexts.apply(builder, option, value);
        } catch (IllegalArgumentException e) {
            throw new BadPropertyError(PREFIX + e.getMessage());
        }
    }

    private static void checkSavePeriod(DynamoSessionOptions.Builder builder, Map<String, String> properties) {
        checkSeconds(properties, SAVE_PERIOD);
        String seconds = properties.get(SAVE_PERIOD);
        if (seconds == null) {
            return;
        }
        if (properties.containsKey(PREFIX + "touchInterval")) {
            throw new BadPropertyError(
                    SAVE_PERIOD + " and " + PREFIX + "touchInterval cannot both be set: they are the same option");
        }
        try {
            OptionTexts.apply(builder, "touchInterval", seconds + "s");
        } catch (IllegalArgumentException e) {
            throw new BadPropertyError(SAVE_PERIOD + ": " + e.getMessage());
        }
    }

    private static void checkSeconds(Map<String, String> properties, String name) {
        String seconds = properties.get(name);
        if (seconds != null && !SECONDS.matcher(seconds).matches()) {
            throw new BadPropertyError(name + " must be whole seconds from 0 to 999999999, was '" + seconds + "'");
        }
    }

    private static final class Check implements ConfigurationProcessor {

        private @Nullable XmlConfiguration configuration;

        @Override
        public void init(Resource resource, XmlParser.Node root, XmlConfiguration configuration) {
            this.configuration = configuration; // whose properties are not there yet
        }

        @Override
        public Object configure(Object server) {
            configure();
            return server;
        }

        @Override
        public @Nullable Object configure() {
            try {
                check(Objects.requireNonNull(configuration, "not initialized").getProperties());
                return null;
            } catch (BadPropertyError e) {
                LOG.error(e.getMessage());
                throw e;
            }
        }
    }

    /** An error, since Jetty would wrap an exception, and without a stack trace, since none would tell more. */
    private static final class BadPropertyError extends Error {

        private static final long serialVersionUID = 1L;

        BadPropertyError(String message) {
            super(message, null, false, false);
        }
    }
}
