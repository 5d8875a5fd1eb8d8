package io.github.dynamosessions;

import io.github.dynamosessions.internal.option.BadOptionException;
import io.github.dynamosessions.internal.option.OptionForm;
import io.github.dynamosessions.internal.store.SessionStore;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
 * Reads the properties of the Jetty module {@code session-store-dynamodb}: Jetty's XML asks for properties by name, so it never
 * meets one whose name is misspelt. Jetty finds this class by itself, and asks it to process the one-line file {@code
 * etc/sessions/dynamodb/properties.xml}. What it makes of them are the objects {@code sessionDataStoreFactory} and {@code
 * sessionCacheFactory}, to which the module's other XML refers. Thread safe.
 *
 * <p>The first mistake is logged in one line and stops the start, before anything is set up. So does what a person has to mend: no
 * region, a missing table, one with other keys. Jetty itself would start without the application.
 */
public final class DynamoSessionProperties implements ConfigurationProcessorFactory {

    private static final Logger LOG = LoggerFactory.getLogger(DynamoSessionProperties.class);
    private static final String GRACE_PERIOD = "jetty.session.gracePeriod.seconds";
    private static final String SAVE_PERIOD = "jetty.session.savePeriod.seconds";

    /** For Jetty, through {@link java.util.ServiceLoader}. */
    public DynamoSessionProperties() {}

    @Override
    public @Nullable ConfigurationProcessor getConfigurationProcessor(@Nullable String dtd, String tag) {
        return tag.equals("DynamoSessionProperties") ? new Reading() : null;
    }

    private static void read(Map<String, String> properties, Map<String, Object> objects) {
        DynamoSessionOptions.Builder builder = DynamoSessionOptions.builder().setUsually(OptionForm.PROPERTY);
        new TreeMap<>(properties).forEach((name, value) -> {
            if (OptionForm.PROPERTY.matches(name)) {
                builder.set(OptionForm.PROPERTY, name, value);
            }
        });
        DynamoSessionDataStoreFactory stores = new DynamoSessionDataStoreFactory(builder);
        seconds(properties, GRACE_PERIOD, 999_999_999).ifPresent(stores::setGracePeriodSec);
        Optional<Integer> savePeriod = seconds(properties, SAVE_PERIOD, 3_600);
        String touchInterval = OptionForm.PROPERTY.of("touchInterval");
        if (savePeriod.isPresent()
                && !properties.getOrDefault(touchInterval, "").isBlank()) {
            throw new IllegalArgumentException(SAVE_PERIOD + " and " + touchInterval
                    + " cannot both be set: they are the same option. Remove one of them");
        }
        savePeriod.ifPresent(stores::setSavePeriodSec);
        DynamoSessionOptions options = builder.build();
        SessionStore.requireUsableTable(options.storeSettings(), options.keyPrefix);
        objects.put("sessionDataStoreFactory", stores);
        objects.put("sessionCacheFactory", new DynamoSessionCacheFactory(options));
    }

    /** An empty property counts as unset. */
    private static Optional<Integer> seconds(Map<String, String> properties, String name, int max) {
        String seconds = properties.getOrDefault(name, "");
        if (seconds.isBlank()) {
            return Optional.empty();
        }
        if (!seconds.matches("\\d{1,9}") || Integer.parseInt(seconds) > max) {
            throw BadOptionException.ofText("whole seconds from 0 to " + max, null)
                    .from(name, seconds);
        }
        return Optional.of(Integer.parseInt(seconds));
    }

    private static final class Reading implements ConfigurationProcessor {

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
            Objects.requireNonNull(configuration, "not initialized");
            try {
                read(configuration.getProperties(), configuration.getIdMap());
                return null;
            } catch (IllegalArgumentException | IllegalStateException e) {
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
