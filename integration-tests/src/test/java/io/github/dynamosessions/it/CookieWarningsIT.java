package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.junit.jupiter.api.Test;

/** Cookies that anybody can read, and cookies that outlive their session, are warned of once. */
class CookieWarningsIT extends PageSuite {

    private static final String WITHOUT_SECURE = "was sent without Secure";
    private static final String LIVES_LONGER = "users are logged out before their cookie ends";

    @Test
    void aCookieWithoutSecureThatIsSentToAnotherHostIsWarnedOfOnce() throws Exception {
        assertThat(warnings(patient(), "192.0.2.7"))
                .containsExactly("WARN The session cookie of context '/' was sent without Secure and over plain http to"
                        + " another host: anybody between can read it. Set cookieSecure=true if clients use https,"
                        + " otherwise cookieSecure=false silences this warning");
    }

    @Test
    void onTheLoopbackInterfaceNobodyIsBetween() throws Exception {
        assertThat(warnings(patient(), "127.0.0.1")).isEmpty();
        assertThat(warnings(patient(), "::1")).isEmpty();
    }

    @Test
    void whoSaysWhetherClientsUseHttpsIsNotWarned() throws Exception {
        assertThat(warnings(patient().cookieSecure(true), "192.0.2.7")).isEmpty();
        assertThat(warnings(patient().cookieSecure(false), "192.0.2.7")).isEmpty();
    }

    @Test
    void aCookieThatLivesLongerThanItsSessionIsWarnedOfAtTheStart() throws Exception {
        try (JettyLogs logs = JettyLogs.capture()) {
            start(patient().cookieMaxAge(Duration.ofDays(30)).build()).close();
            assertThat(logs.with(LIVES_LONGER))
                    .containsExactly(
                            "WARN The session cookie of context '/' lives 30d (Max-Age), its sessions end after 30m"
                                    + " without a request: users are logged out before their cookie ends. Set maxInactiveInterval"
                                    + " too, or a shorter cookieMaxAge");
        }
        try (JettyLogs logs = JettyLogs.capture()) {
            start(patient().cookieMaxAge(Duration.ofMinutes(30)).build()).close();
            assertThat(logs.with(LIVES_LONGER)).isEmpty();
        }
    }

    private List<String> warnings(DynamoSessionOptions.Builder options, String address) throws Exception {
        try (JettyLogs logs = JettyLogs.capture();
                PageNode remote = start(options.build())) {
            remote.server().getConnectors()[0].getConnectionFactories().stream()
                    .filter(HttpConfiguration.ConnectionFactory.class::isInstance)
                    .map(HttpConfiguration.ConnectionFactory.class::cast)
                    .forEach(http -> http.getHttpConfiguration().setLocalAddress(new InetSocketAddress(address, 80)));
            for (int i = 0; i < 3; i++) {
                assertThat(JettyBrowser.http1()
                                .get(remote, "/set?name=user&value=ann")
                                .statusCode())
                        .isEqualTo(200);
            }
            return logs.with(WITHOUT_SECURE);
        }
    }
}
