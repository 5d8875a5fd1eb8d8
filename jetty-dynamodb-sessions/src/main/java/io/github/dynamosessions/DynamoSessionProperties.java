package io.github.dynamosessions;

import io.github.dynamosessions.internal.option.BadOptionException;
import io.github.dynamosessions.internal.option.OptionForm;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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
    private static final String GRACE_PERIOD = "jetty.session.gracePeriod.seconds";
    private static final String SAVE_PERIOD = "jetty.session.savePeriod.seconds";

    /** For Jetty, through {@link java.util.ServiceLoader}. */
    public DynamoSessionProperties() {}

    @Override
    public @Nullable ConfigurationProcessor getConfigurationProcessor(@Nullable String dtd, String tag) {
        return tag.equals("DynamoSessionProperties") ? new Check() : null;
    }

    private static void check(Map<String, String> properties) {
        DynamoSessionOptions.Builder builder = DynamoSessionOptions.builder();
        new TreeMap<>(properties).forEach((name, value) -> {
            if (OptionForm.PROPERTY.matches(name)) {
                builder.set(OptionForm.PROPERTY, name, value);
            }
        });
        checkSeconds(properties, GRACE_PERIOD, 999_999_999);
        checkSeconds(properties, SAVE_PERIOD, 3_600);
        String touchInterval = OptionForm.PROPERTY.of("touchInterval");
        if (properties.containsKey(SAVE_PERIOD) && properties.containsKey(touchInterval)) {
            throw new IllegalArgumentException(SAVE_PERIOD + " and " + touchInterval
                    + " cannot both be set: they are the same option. Remove one of them");
        }
        builder.build();
    }

    private static void checkSeconds(Map<String, String> properties, String name, int max) {
        String seconds = properties.get(name);
        if (seconds != null && !(seconds.matches("\\d{1,9}") && Integer.parseInt(seconds) <= max)) {
            throw BadOptionException.ofText("whole seconds from 0 to " + max, null)
                    .from(name, seconds);
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
            } catch (IllegalArgumentException e) {
                LOG.error(e.getMessage());
                throw new BadPropertyError(e.getMessage());
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
