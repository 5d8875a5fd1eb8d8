package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.fixture.CapturedLogs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.eclipse.jetty.session.HouseKeeper;
import org.eclipse.jetty.session.SessionCache;
import org.eclipse.jetty.session.SessionCacheFactory;
import org.eclipse.jetty.session.SessionDataStoreFactory;
import org.eclipse.jetty.session.SessionHandler;
import org.eclipse.jetty.session.SessionIdManager;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.xml.XmlConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Jetty's start makes of the module's XML and of properties. */
class JettyModuleXmlTest {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final Path XML = Path.of("src/main/config/etc/sessions/dynamodb");

    private final Server server = new Server();
    private final Map<String, Object> ids = new HashMap<>(Map.of("Server", server));
    private final Map<String, String> properties = new HashMap<>();

    JettyModuleXmlTest() {
        set("region", "local");
        set("endpoint", dynamoDb.endpoint().toString());
        set("tableName", dynamoDb.newTable("sessionId"));
    }

    @Test
    void withoutOtherPropertiesTheDefaultsAreInForce() throws Exception {
        DynamoSessionDataStore store = configuredStore();

        assertThat(store.options())
                .usingRecursiveComparison()
                .ignoringFields("names")
                .isEqualTo(DynamoSessionOptions.builder()
                        .region("local")
                        .endpoint(dynamoDb.endpoint())
                        .tableName(properties.get("jetty.session.dynamodb.tableName"))
                        .build());
        assertThat(store.getGracePeriodSec()).isEqualTo(60);
        assertThat(cache().getEvictionPolicy()).isEqualTo(SessionCache.EVICT_ON_SESSION_EXIT);
        assertThat(server.getDescendants(SessionUnavailableHandler.class)).hasSize(1);
    }

    @Test
    void propertiesReachTheStoreAndTheCache() throws Exception {
        set("ttlEnabled", "false");
        set("readCapacityUnits", "5");
        set("writeCapacityUnits", "6");
        set("maxLifetime", "1d");
        set("maxInactiveInterval", "20m");
        set("cookieSecure", "true");
        set("cookieName", "sid");
        set("cookieSameSite", "Strict");
        set("cookiePath", "/");
        set("cookieDomain", "example.com");
        set("cookieMaxAge", "30d");
        set("cookiePartitioned", "true");
        set("urlSessionIds", "false");

        DynamoSessionDataStore store = configuredStore();

        assertThat(store.options().table.ttlEnabled()).isFalse();
        assertThat(store.options().table.writeCapacityUnits()).isEqualTo(6);
        assertThat(store.options().maxLifetime).isEqualTo(Duration.ofDays(1));
        assertThat(server.getBean(DynamoSessionCacheFactory.class).options().cookieSettings(false))
                .hasToString("CookieSettings[name=sid, secure=true, sameSite=STRICT, path=/, domain=example.com,"
                        + " maxAge=PT720H, partitioned=true, urlIds=false, secureDefaults=false]");
        assertThat(idleTimeoutOf(-1)).isEqualTo(1_200);
        assertThat(idleTimeoutOf(60)).as("of a web.xml").isEqualTo(60);
    }

    /** As templates of files leave them. */
    @Test
    void emptyPropertiesCountAsUnset() throws Exception {
        for (String option : DynamoSessionOptions.Builder.optionNames()) {
            properties.putIfAbsent("jetty.session.dynamodb." + option, option.length() % 2 == 0 ? "" : " ");
        }
        properties.put("jetty.session.gracePeriod.seconds", "");
        properties.put("jetty.session.savePeriod.seconds", " ");

        withoutOtherPropertiesTheDefaultsAreInForce();
    }

    private int idleTimeoutOf(int ownSeconds) {
        SessionHandler sessions = new SessionHandler();
        sessions.setMaxInactiveInterval(ownSeconds);
        server.getBean(DynamoSessionCacheFactory.class).getSessionCache(sessions);
        return sessions.getMaxInactiveInterval();
    }

    @Test
    void jettysOwnSessionPropertiesAreInForceToo() throws Exception {
        properties.put("jetty.session.gracePeriod.seconds", "77");
        properties.put("jetty.session.savePeriod.seconds", "45");

        DynamoSessionDataStore store = configuredStore();

        assertThat(store.getGracePeriodSec()).isEqualTo(77);
        assertThat(store.options().touchInterval).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void theSessionIdManagerKeepsItsSettings() throws Exception {
        DefaultSessionIdManager configured = configure();

        DynamoSessionIdManager manager = (DynamoSessionIdManager) server.getBean(SessionIdManager.class);
        assertThat(server.getBeans(SessionIdManager.class)).hasSize(1);
        assertThat(manager.getWorkerName()).isEqualTo("one");
        assertThat(manager.getSessionHouseKeeper()).isSameAs(configured.getSessionHouseKeeper());
        assertThat(manager.getExtendedId("one123", null)).isEqualTo("one123");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "dynamodb.touchInterval; 2h; jetty.session.dynamodb.touchInterval must be between 0s and 1h, was '2h'",
                "dynamodb.ttlEnabled; yes; jetty.session.dynamodb.ttlEnabled must be true or false, was 'yes'",
                "dynamodb.region; EU; jetty.session.dynamodb.region must be lower case letters, digits and single"
                        + " hyphens, was 'EU'",
                "dynamodb.accessKeyId; key; jetty.session.dynamodb.accessKeyId needs"
                        + " jetty.session.dynamodb.secretAccessKey, which is not set",
                "savePeriod.seconds; 7200; jetty.session.savePeriod.seconds must be whole seconds from 0 to 3600, was"
                        + " '7200'",
                "gracePeriod.seconds; 1m; jetty.session.gracePeriod.seconds must be whole seconds from 0 to 999999999,"
                        + " was '1m'",
            })
    void aBadValueStopsTheStartInOneLine(String property, String value, String line) {
        properties.put("jetty.session." + property, value);
        assertStopsWith(line);
    }

    @Test
    void aMisspeltNameStopsTheStart() {
        set("tabelName", "shop");
        assertStopsWith("Unknown property jetty.session.dynamodb.tabelName. Did you mean"
                + " jetty.session.dynamodb.tableName?");
    }

    @Test
    void theTouchIntervalIsSetOnce() {
        set("touchInterval", "30s");
        properties.put("jetty.session.savePeriod.seconds", "45");
        assertStopsWith("jetty.session.savePeriod.seconds and jetty.session.dynamodb.touchInterval cannot both be set:"
                + " they are the same option. Remove one of them");
    }

    /** Jetty itself would start without its applications, and print 157 lines for each. */
    @Test
    void aTableThatCannotHoldSessionsStopsTheStartInOneLine() {
        String table = dynamoDb.newTable("id");
        set("tableName", table);
        assertStopsWith("jetty.session.dynamodb.hashKey is 'sessionId', but the partition key of table '" + table
                + "' is 'id': set jetty.session.dynamodb.hashKey=id");
    }

    @Test
    void aMissingTableStopsTheStartInOneLine() {
        String table = dynamoDb.newTableName();
        set("tableName", table);
        assertStopsWith("table '" + table + "' does not exist. Create it with `table create` of the command line or"
                + " SessionTable.createIfMissing(), set jetty.session.dynamodb.autoCreateTable=true, or correct"
                + " jetty.session.dynamodb.tableName");
    }

    @Test
    void aMissingTableThatIsToBeCreatedDoesNot() throws Exception {
        set("tableName", dynamoDb.newTableName());
        set("autoCreateTable", "true");
        assertThat(configuredStore().options().autoCreateTable).isTrue();
    }

    @Test
    void aDynamoDbThatIsAwayDoesNot() throws Exception {
        set("endpoint", "http://127.0.0.1:1");
        assertThat(configuredStore().options().connection.endpoint()).hasPort(1);
    }

    @Test
    void noSecretIsInTheComplaint() {
        set("secretAccessKey", "hush");
        assertThatThrownBy(this::configure).hasMessageNotContaining("hush");
    }

    private void assertStopsWith(String line) {
        try (CapturedLogs logs = CapturedLogs.of(DynamoSessionProperties.class.getName())) {
            assertThatThrownBy(this::configure).hasMessage(line).satisfies(error -> assertThat(error.getStackTrace())
                    .isEmpty());
            assertThat(logs.with(line)).containsExactly("ERROR " + line);
            assertThat(line).hasSizeLessThanOrEqualTo(300);
        }
        assertThat(server.getBeans(SessionDataStoreFactory.class)).isEmpty();
    }

    private void set(String option, String value) {
        properties.put("jetty.session.dynamodb." + option, value);
    }

    private DynamoSessionDataStore configuredStore() throws Exception {
        configure();
        return (DynamoSessionDataStore)
                server.getBean(SessionDataStoreFactory.class).getSessionDataStore(new SessionHandler());
    }

    private SessionCache cache() {
        return server.getBean(SessionCacheFactory.class).getSessionCache(new SessionHandler());
    }

    /** As XmlConfiguration.main does, after the XML of the module "sessions". */
    private DefaultSessionIdManager configure() throws Exception {
        DefaultSessionIdManager manager = new DefaultSessionIdManager(server);
        manager.setWorkerName("one");
        manager.setSessionHouseKeeper(new HouseKeeper());
        server.addBean(manager, true);
        ids.put("idMgr", manager);
        for (String file : new String[] {"properties.xml", "session-store.xml"}) {
            XmlConfiguration xml = new XmlConfiguration(ResourceFactory.root().newResource(XML.resolve(file)));
            xml.getIdMap().putAll(ids);
            xml.getProperties().putAll(properties);
            xml.configure();
            ids.putAll(xml.getIdMap());
        }
        return manager;
    }
}
