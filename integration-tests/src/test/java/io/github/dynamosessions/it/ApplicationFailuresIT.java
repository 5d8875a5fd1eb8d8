package io.github.dynamosessions.it;

import static io.github.dynamosessions.it.ThrowingAttribute.Where.ACTIVATION;
import static io.github.dynamosessions.it.ThrowingAttribute.Where.PASSIVATION;
import static io.github.dynamosessions.it.ThrowingAttribute.Where.READING;
import static io.github.dynamosessions.it.ThrowingAttribute.Where.UNBINDING;
import static io.github.dynamosessions.it.ThrowingAttribute.Where.WRITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.it.ThrowingAttribute.Where;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Listeners and serializers of an application that throw: no session is lost, and no request gets another one instead. */
class ApplicationFailuresIT extends PageSuite {

    private static final String LARGE = Base64.getEncoder().encodeToString(BigPages.random(100_000, 1));

    private final String owner = UUID.randomUUID().toString();
    private JettyLogs logs;
    private PageNode tested;
    private String id;

    /** What code may throw; a serializer that overflows the stack is called once more with a large one. */
    enum Failure {
        RUNTIME(IllegalStateException::new),
        ASSERTION(AssertionError::new),
        LINKAGE(NoClassDefFoundError::new),
        STACK_OVERFLOW(StackOverflowError::new),
        CHECKED(InterruptedException::new);

        private final Function<String, Throwable> failure;

        Failure(Function<String, Throwable> failure) {
            this.failure = failure;
        }

        Throwable get() {
            return failure.apply("of the application");
        }
    }

    static Stream<Arguments> failedReads() {
        return Stream.of(Failure.values()).flatMap(failure -> Stream.of(ACTIVATION, READING)
                .filter(where -> where == ACTIVATION || failure != Failure.STACK_OVERFLOW)
                .map(where -> Arguments.of(where, failure)));
    }

    @BeforeParameterizedClassInvocation
    void startTested() throws Exception {
        tested = start(patient()
                .serializer(new ThrowingAttribute.Serializer())
                .largeAttributeThreshold(50_000)
                .build());
        tested.page("/put", (request, response) -> request.getSession()
                .setAttribute("value", new ThrowingAttribute(owner, "")));
        tested.page("/put-large", (request, response) -> request.getSession()
                .setAttribute("large", new ThrowingAttribute(owner, LARGE)));
        tested.page("/remove-small", (request, response) -> request.getSession().removeAttribute("value"));
        tested.page("/stubborn", (request, response) -> {
            int failed = 0;
            for (int i = 0; i < 3; i++) {
                try {
                    request.getSession(true).setAttribute("user", "eve");
                } catch (Throwable e) {
                    failed++;
                }
            }
            response.getWriter().print("failed " + failed);
        });
    }

    @BeforeEach
    void login() throws Exception {
        logs = JettyLogs.capture();
        id = browser.login(tested);
        browser.get(tested, "/put");
    }

    @AfterEach
    void healApplication() {
        ThrowingAttribute.heal(owner);
        logs.close();
    }

    @AfterParameterizedClassInvocation
    void stopTested() {
        tested.close();
    }

    @ParameterizedTest
    @MethodSource("failedReads")
    void aSessionThatTheApplicationCannotReadIs500WithWhatItHasThrown(Where where, Failure failure) throws Exception {
        ThrowingAttribute.demand(owner, where, failure::get);
        assertThat500("/get?name=user");
        assertThat(logs.with("of the application"))
                .anyMatch(line -> line.contains("at " + getClass().getName()));
        assertNothingIsLost();
    }

    /** With a second cookie, the session is read while Jetty looks for it. */
    @ParameterizedTest
    @MethodSource("failedReads")
    void soItIsWhereJettyLooksForTheSession(Where where, Failure failure) throws Exception {
        ThrowingAttribute.demand(owner, where, failure::get);
        String cookie = browser.cookieValue();
        browser.forge(cookie + "; JSESSIONID=" + JettyBrowser.FORGED);
        assertThat500("/get?name=user");
        assertThat500("/hello");
        browser.forge(cookie);
        assertNothingIsLost();
    }

    @ParameterizedTest
    @MethodSource("failedReads")
    void anApplicationThatGoesOnGetsNoOtherSession(Where where, Failure failure) throws Exception {
        ThrowingAttribute.demand(owner, where, failure::get);
        HttpResponse<String> answer = browser.get(tested, "/stubborn");
        assertThat(answer.body()).isEqualTo("failed 3");
        assertThat(JettyBrowser.setCookies(answer)).isEmpty();
        assertNothingIsLost();
    }

    @ParameterizedTest
    @MethodSource("failedReads")
    void aLargeAttributeThatTheApplicationCannotReadIs500(Where where, Failure failure) throws Exception {
        browser.get(tested, "/put-large");
        browser.get(tested, "/remove-small");
        ThrowingAttribute.demand(owner, where, failure::get);
        assertThat(browser.user(tested)).isEqualTo("ann");
        assertThat500("/get?name=large");
        assertNothingIsLost();
        assertThat(browser.get(tested, "/get?name=large").body()).contains(owner);
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatTheApplicationCannotWriteIs500AndNothingIsStored(Failure failure) throws Exception {
        var stored = cluster.item(id);
        for (Where where : List.of(PASSIVATION, WRITING)) {
            ThrowingAttribute.demand(owner, where, failure::get);
            assertThat500("/put");
            assertThat(cluster.item(id)).isEqualTo(stored);
            ThrowingAttribute.heal(owner);
        }
        assertNothingIsLost();
    }

    @ParameterizedTest
    @EnumSource
    void aListenerThatThrowsAfterTheSessionWasSavedDoesNotMakeAFailureOfIt(Failure failure) throws Exception {
        ThrowingAttribute.demand(owner, ACTIVATION, failure::get);
        JettyBrowser eve = JettyBrowser.http1();
        assertThat(eve.get(tested, "/put").statusCode()).isEqualTo(200);
        ThrowingAttribute.heal(owner);
        assertThat(eve.user(tested)).isEqualTo("null");
    }

    @ParameterizedTest
    @EnumSource
    void aListenerThatThrowsAtTheEndOfASessionKeepsItNotFromEnding(Failure failure) throws Exception {
        ThrowingAttribute.demand(owner, UNBINDING, failure::get);
        assertThat(browser.get(tested, "/logout").statusCode()).isEqualTo(200);
        assertThat(cluster.item(id)).isEmpty();
        assertThat(browser.user(tested)).isEqualTo("no session");
    }

    private void assertThat500(String page) throws Exception {
        HttpResponse<String> answer = browser.get(tested, page);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(500);
        assertThat(JettyBrowser.setCookies(answer)).isEmpty();
    }

    private void assertNothingIsLost() throws Exception {
        ThrowingAttribute.heal(owner);
        assertThat(browser.user(tested)).isEqualTo("ann");
        assertThat(browser.id()).isEqualTo(id);
        assertThat(tested.store().statistics().getUnreadableSessions()).isZero();
    }
}
