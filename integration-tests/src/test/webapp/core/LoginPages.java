package core;

import java.util.function.Function;
import javax.security.auth.Subject;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.security.AuthenticationState;
import org.eclipse.jetty.security.Authenticator;
import org.eclipse.jetty.security.Constraint;
import org.eclipse.jetty.security.DefaultIdentityService;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.MultiAuthenticator;
import org.eclipse.jetty.security.RoleDelegateUserIdentity;
import org.eclipse.jetty.security.SPNEGOUserPrincipal;
import org.eclipse.jetty.security.SecurityHandler;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.security.authentication.BasicAuthenticator;
import org.eclipse.jetty.security.authentication.FormAuthenticator;
import org.eclipse.jetty.security.authentication.SPNEGOAuthenticator;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.security.Credential;

/** Applications without servlets whose users log in, in each of Jetty's ways. */
public final class LoginPages extends Handler.Abstract {

    public static Handler form() {
        return securedBy(formAuthenticator());
    }

    public static Handler openid() {
        SecurityHandler.PathMapped security = secured();
        security.setAuthenticationType("OPENID");
        return security;
    }

    /** With an authenticator for some paths and another one for others. */
    public static Handler multi() {
        MultiAuthenticator authenticator = new MultiAuthenticator();
        authenticator.setLoginService(users()); // which a login that is read from a session asks for
        authenticator.setLoginPath("/login");
        authenticator.addAuthenticator("/secure/*", formAuthenticator());
        authenticator.addAuthenticator("/basic/*", new BasicAuthenticator());
        return securedBy(authenticator);
    }

    /** With a Kerberos that takes every token. */
    public static Handler spnego() {
        SPNEGOAuthenticator authenticator = new SPNEGOAuthenticator();
        authenticator.setAuthenticationDuration(java.time.Duration.ofHours(1));
        authenticator.setLoginService(new HashLoginService("kerberos") {
            @Override
            public UserIdentity login(
                    String user, Object token, Request request, Function<Boolean, Session> getOrCreateSession) {
                SPNEGOUserPrincipal ann = new SPNEGOUserPrincipal("ann", "dG9rZW4=");
                return new RoleDelegateUserIdentity(
                        new Subject(), ann, getIdentityService().newUserIdentity(new Subject(), ann, new String[0]));
            }
        });
        return securedBy(authenticator);
    }

    private static HashLoginService users() {
        UserStore users = new UserStore();
        users.addUser("ann", Credential.getCredential("secret"), new String[] {"user"});
        HashLoginService service = new HashLoginService("users");
        service.setUserStore(users);
        service.setIdentityService(new DefaultIdentityService());
        return service;
    }

    private static FormAuthenticator formAuthenticator() {
        return new FormAuthenticator("/login", null, false);
    }

    private static Handler securedBy(Authenticator authenticator) {
        SecurityHandler.PathMapped security = secured();
        security.setAuthenticator(authenticator);
        return security;
    }

    private static SecurityHandler.PathMapped secured() {
        SecurityHandler.PathMapped security = new SecurityHandler.PathMapped(new LoginPages());
        security.setRealmName("users");
        security.put("/secure/*", Constraint.ANY_USER);
        security.put("/basic/*", Constraint.ANY_USER);
        return security;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Content.Sink.write(response, true, answer(request), callback);
        return true;
    }

    private static String answer(Request request) throws Exception {
        var user = AuthenticationState.getUserPrincipal(request);
        return (user == null ? null : user.getName()) + " "
                + Request.getParameters(request).getValue("note");
    }
}
