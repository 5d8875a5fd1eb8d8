package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.client.ContentResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Logins by Jetty's own authenticators, on two servers with an allow-list that names nothing of Jetty: each step of a login is
 * answered by the other server.
 */
class ContainerLoginsIT {

    static final List<String> ENVIRONMENTS = Stream.concat(JettyHomeServers.ENVIRONMENTS.stream(), Stream.of("core"))
            .toList();

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private static final String USERS = """
            <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
            <Configure id="Server" class="org.eclipse.jetty.server.Server">
              <Call name="addBean"><Arg>
                <New class="org.eclipse.jetty.security.HashLoginService">
                  <Arg>users</Arg>
                  <Set name="userStore"><New class="org.eclipse.jetty.security.UserStore">
                    <Call name="addUser">
                      <Arg>ann</Arg>
                      <Arg><Call class="org.eclipse.jetty.util.security.Credential" name="getCredential"><Arg>secret</Arg></Call></Arg>
                      <Arg><Array type="java.lang.String"><Item>user</Item></Array></Arg>
                    </Call>
                  </New></Set>
                </New>
              </Arg></Call>
            </Configure>
            """;

    @TempDir
    private static Path directory;

    private static IdentityProvider provider;
    private static JettyHomeServers servers;

    private ShopUser user;

    @BeforeAll
    static void start() throws IOException {
        provider = new IdentityProvider();
        servers = JettyHomeServers.start(
                directory,
                dynamoDb,
                List.of("security", "openid", "ee8-openid", "ee9-openid"),
                String.join(
                        "\n",
                        "jetty.session.dynamodb.allowedClasses=shop.**",
                        "jetty.openid.provider=" + provider.issuer(),
                        "jetty.openid.clientId=" + IdentityProvider.CLIENT,
                        "jetty.openid.clientSecret=secret",
                        "jetty.openid.authenticateNewUsers=true",
                        "etc/users.xml",
                        ""),
                ContainerLoginsIT::deploy);
    }

    private static void deploy(JettyBase base) throws IOException {
        base.write("etc/users.xml", USERS);
        for (String environment : JettyHomeServers.ENVIRONMENTS) {
            base.deploy("form-" + environment, Webapp.of(environment).withLogin("FORM"));
            base.deploy("openid-" + environment, Webapp.of(environment).withLogin("OPENID"));
        }
        for (String way : List.of("form", "openid")) {
            base.deployCoreHandler(way + "-core", "<Call class=\"core.LoginPages\" name=\"" + way + "\"/>");
        }
        base.deployCoreHandler("multi", "<Call class=\"core.LoginPages\" name=\"multi\"/>");
        base.deployCoreHandler("spnego", "<Call class=\"core.LoginPages\" name=\"spnego\"/>");
    }

    @AfterAll
    static void stop() {
        if (servers != null) {
            servers.close();
        }
        provider.close();
    }

    @BeforeEach
    void openBrowser() throws Exception {
        user = new ShopUser();
    }

    @AfterEach
    void closeBrowser() {
        user.close();
    }

    @ParameterizedTest
    @FieldSource("ENVIRONMENTS")
    void aFormLoginKeepsWhatTheUserHasPostedBeforeIt(String environment) throws Exception {
        String app = "/form-" + environment;
        ContentResponse challenge = user.post(servers.one(), app + "/secure/page", "note", "tea", "note", "milk");
        assertThat(ShopUser.target(challenge))
                .as(challenge.getContentAsString())
                .startsWith(app + "/login");
        String back = ShopUser.target(login(app));
        assertThat(back).isEqualTo(app + "/secure/page");
        assertThat(bodyOf(user.get(servers.one(), back))).isEqualTo("ann tea");
        assertThat(bodyOf(user.get(servers.two(), app + "/secure/page"))).isEqualTo("ann null");
    }

    @ParameterizedTest
    @FieldSource("ENVIRONMENTS")
    void anOpenIdLoginIsKnownToTheOtherServer(String environment) throws Exception {
        String page = "/openid-" + environment + "/secure/page";
        String state = stateOf(user.post(servers.one(), page, "note", "tea"));
        assertThat(comeBack(environment, state)).isEqualTo(page);
        assertThat(bodyOf(user.get(servers.one(), page))).isEqualTo("ann null");
        assertThat(bodyOf(user.get(servers.two(), page))).isEqualTo("ann null");
    }

    /** Jetty adds the second login to a map that it has put into the session for the first one. */
    @ParameterizedTest
    @FieldSource("ENVIRONMENTS")
    void aSecondOpenIdLoginThatWasBegunMeanwhileMayBeTheOneThatIsCompleted(String environment) throws Exception {
        String pages = "/openid-" + environment + "/secure/";
        user.get(servers.one(), pages + "first");
        String state = stateOf(user.get(servers.two(), pages + "second"));
        assertThat(comeBack(environment, state)).isEqualTo(pages + "second");
    }

    @ParameterizedTest
    @FieldSource("ENVIRONMENTS")
    void theStateOfAnOpenIdLoginIsAcceptedOnce(String environment) throws Exception {
        String state = stateOf(user.get(servers.one(), "/openid-" + environment + "/secure/page"));
        comeBack(environment, state);
        ContentResponse again = user.get(servers.one(), callback(environment, state));
        assertThat(again.getStatus()).isGreaterThanOrEqualTo(400);
    }

    /** Jetty notes that in a value which is in the session already, after the response has left. */
    @Test
    void aLoginByOneOfSeveralAuthenticatorsIsOneForThePagesOfTheOthers() throws Exception {
        user.get(servers.one(), "/multi/secure/page");
        servers.proxy().resetCounts();
        login("/multi/secure");
        await().until(() -> servers.proxy().executed("UpdateItem") == 2);
        assertThat(bodyOf(user.get(servers.one(), "/multi/basic/page"))).isEqualTo("ann null");
    }

    /** What Jetty keeps of such a login are transient fields. Browsers send their token again without asking the user. */
    @Test
    void aLoginBySpnegoIsOneForItsRequest() throws Exception {
        for (JavaProcess server : List.of(servers.one(), servers.two())) {
            assertThat(user.get(server, "/spnego/secure/page").getStatus()).isEqualTo(401);
            assertThat(bodyOf(user.get(server, "/spnego/secure/page", "Authorization", "Negotiate YQ==")))
                    .isEqualTo("ann null");
        }
    }

    private ContentResponse login(String path) throws Exception {
        return user.post(servers.two(), path + "/j_security_check", "j_username", "ann", "j_password", "secret");
    }

    private static String stateOf(ContentResponse challenge) {
        String location = challenge.getHeaders().get("Location");
        assertThat(location).as(challenge.getContentAsString()).startsWith(provider.issuer() + "/authorize?");
        return location.replaceAll(".*[?&]state=([^&]*).*", "$1");
    }

    /** The identity provider sends the user back. */
    private String comeBack(String environment, String state) throws Exception {
        ContentResponse response = user.get(servers.two(), callback(environment, state));
        assertThat(response.getStatus()).as(response.getContentAsString()).isBetween(300, 399);
        return ShopUser.target(response);
    }

    private static String callback(String environment, String state) {
        return "/openid-" + environment + "/j_security_check?code=c&state=" + state;
    }

    private static String bodyOf(ContentResponse response) {
        assertThat(response.getStatus())
                .as("%s %s", response.getHeaders(), response.getContentAsString())
                .isEqualTo(200);
        return response.getContentAsString();
    }
}
