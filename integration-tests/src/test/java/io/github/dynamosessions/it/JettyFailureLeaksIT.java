package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A failure belongs to its request, and to no other that the same thread, connection or session serves. */
@ParameterizedClass
@EnumSource(PageServer.class)
class JettyFailureLeaksIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    @Parameter
    PageServer server;

    private static final int CLIENTS = 6;
    private static final int ROUNDS = 25;

    @ParameterizedTest
    @ValueSource(strings = {"/set?name=user&value=%s", "/late?value=%s"})
    void noHealthyRequestIsAnswered503WhileOthersFailOnTheSameThreads(String page) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (JettyCluster cluster = new JettyCluster(server, dynamoDb)) {
            List<PageNode> nodes = List.of(
                    cluster.start(cluster.options(), JettyNode.MIN_THREADS),
                    cluster.start(cluster.options(), JettyNode.MIN_THREADS));
            nodes.forEach(node -> node.page("/late", (request, response) -> {
                response.flushBuffer();
                request.getSession().setAttribute("user", request.getParameter("value"));
            }));
            cluster.proxy().on("UpdateItem").containing("poison").fail();
            List<Future<List<Integer>>> answers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                boolean poisoned = i % 2 == 0;
                answers.add(clients.submit(() -> answers(nodes, page.formatted(poisoned ? "poison" : "%d"))));
            }
            boolean tooLateToSay = page.startsWith("/late");
            for (int i = 0; i < CLIENTS; i++) {
                int expected = i % 2 == 0 && !tooLateToSay ? 503 : 200;
                assertThat(answers.get(i).get())
                        .hasSize(ROUNDS * 2)
                        .allMatch(status -> status == 200 || status == expected);
                assertThat(answers.get(i).get().stream().filter(status -> status == expected))
                        .hasSizeGreaterThanOrEqualTo(ROUNDS);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    /** Each change, and then a request of the same session to the same node that changes nothing. */
    private static List<Integer> answers(List<PageNode> nodes, String page) throws Exception {
        JettyBrowser browser = JettyBrowser.http1();
        browser.login(nodes.get(0));
        List<Integer> answers = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            PageNode node = nodes.get(round / 2 % nodes.size());
            answers.add(browser.get(node, page.formatted(round)).statusCode());
            answers.add(browser.get(node, "/get?name=user").statusCode());
        }
        return answers;
    }
}
