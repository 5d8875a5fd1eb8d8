package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionOptions.DetectMutations;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Clients choose names of attributes in many an application. No such name makes a log line, and no client makes many. */
class HostileNamesIT extends PageSuite {

    private final String mark = UUID.randomUUID().toString();
    private final String name = mark + "\n12:00:00 ERROR forged\u001b[2J\r\u2028";

    @Test
    void anAttributeThatCannotBeStoredIsNamedInOneLineHoweverOftenItIsSent() throws Exception {
        other.page("/unstorable", (request, response) -> request.getSession().setAttribute(name, new Object()));
        List<String> lines = linesOf(() -> {
            for (int i = 0; i < 20; i++) {
                assertThat(browser.get(other, "/unstorable").statusCode()).isEqualTo(500);
            }
        });
        assertThat(lines).singleElement().satisfies(HostileNamesIT::isOneLine);
    }

    @Test
    void anAttributeThatIsTooLargeIsNamedInOneLineHoweverOftenItIsSent() throws Exception {
        try (PageNode node = start(patient().compressionThreshold(64L << 20).build())) {
            node.page("/too-large", (request, response) -> request.getSession()
                    .setAttribute(name + request.getParameter("i"), "x".repeat(5_000_000)));
            List<String> lines = linesOf(() -> {
                for (int i = 0; i < 10; i++) {
                    assertThat(browser.get(node, "/too-large?i=" + i).statusCode())
                            .isEqualTo(500);
                }
            });
            assertThat(lines).singleElement().satisfies(HostileNamesIT::isOneLine);
        }
    }

    @Test
    void anAttributeThatIsChangedInPlaceIsNamedInOneLine() throws Exception {
        try (PageNode node =
                start(patient().detectMutations(DetectMutations.WARN).build())) {
            node.page("/create", (request, response) -> request.getSession().setAttribute(name, new ArrayList<>()));
            node.page("/change", (request, response) -> {
                @SuppressWarnings("unchecked")
                List<String> list = (List<String>) request.getSession().getAttribute(name);
                list.add("x");
            });
            browser.get(node, "/create");
            List<String> lines = linesOf(() -> {
                for (int i = 0; i < 10; i++) {
                    browser.get(node, "/change");
                }
            });
            assertThat(lines).singleElement().satisfies(HostileNamesIT::isOneLine);
        }
    }

    private List<String> linesOf(Requests requests) throws Exception {
        try (JettyLogs logs = JettyLogs.capture()) {
            requests.send();
            return logs.with(mark);
        }
    }

    private static void isOneLine(String line) {
        assertThat(line).contains("\\u000a12:00:00 ERROR forged\\u001b[2J\\u000d\\u2028");
        assertThat(line.chars().filter(each -> Character.isISOControl(each) || each == 0x2028))
                .isEmpty();
    }

    private interface Requests {
        void send() throws Exception;
    }
}
