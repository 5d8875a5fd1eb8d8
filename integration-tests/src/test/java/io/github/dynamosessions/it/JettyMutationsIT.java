package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dynamosessions.DynamoSessionOptions.DetectMutations;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import io.github.dynamosessions.spi.SessionSerializer;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are changed in place, without setAttribute. */
@ParameterizedClass
@EnumSource(PageServer.class)
class JettyMutationsIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    @Parameter
    PageServer server;

    private final CountingSerializer serializer = new CountingSerializer();
    private final JettyBrowser browser = JettyBrowser.http1();
    private JettyCluster cluster;

    @BeforeEach
    void start() {
        cluster = new JettyCluster(server, dynamoDb);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "big"})
    void aValueThatIsChangedInPlaceIsSaved(String name) throws Exception {
        PageNode node = node(true);
        PageNode other = node(false);
        browser.get(node, "/create");
        browser.get(node, "/add?name=" + name);
        assertThat(browser.get(other, "/last?name=" + name).body()).isEqualTo("added");
        browser.get(node, "/add-late?name=" + name);
        await().untilAsserted(() ->
                assertThat(browser.get(other, "/last?name=" + name).body()).isEqualTo("late"));
    }

    @Test
    void aNewValueThatIsChangedOnceItsResponseHasLeftIsSaved() throws Exception {
        PageNode node = node(true);
        node.page("/new-then-changed", (request, response) -> {
            List<String> list = new ArrayList<>(List.of("first"));
            request.getSession().setAttribute("fresh", list);
            response.flushBuffer();
            list.add("late");
        });
        browser.get(node, "/create");
        browser.get(node, "/new-then-changed");
        await().untilAsserted(() ->
                assertThat(browser.get(node, "/last?name=fresh").body()).isEqualTo("late"));
    }

    @Test
    void aChangeInPlaceThatWasRefusedIsNotSavedByAnotherRequest() throws Exception {
        PageNode other = node(false);
        PageNode node = node(true);
        GatedPage holding = new GatedPage(1, (request, response) -> {});
        node.page("/hold", holding);
        node.page("/add-and-fail", (request, response) -> {
            list(request).add("refused");
            request.getSession().getAttribute("big");
        });
        browser.get(other, "/create");
        CompletableFuture<HttpResponse<String>> held = browser.twin().getLater(node, "/hold");
        holding.awaitBegun();
        cluster.proxy().on("BatchGetItem").fail();
        assertThat(browser.get(node, "/add-and-fail?name=small").statusCode()).isEqualTo(503);
        cluster.proxy().healAll();
        holding.open();
        held.join();

        assertThat(browser.get(other, "/last?name=small").body()).isEqualTo("first");
        assertThat(browser.get(node, "/last?name=small").body()).isEqualTo("first");
    }

    @Test
    void aValueThatIsOnlyReadIsNotWritten() throws Exception {
        PageNode node = node(true);
        browser.get(node, "/create");
        // two new values, when they are stored and at the end of the request
        await().untilAsserted(() -> assertThat(serializer.writes).hasValue(4));
        cluster.proxy().resetCounts();
        serializer.writes.set(0);
        browser.get(node, "/last?name=small");
        browser.get(node, "/last?name=big");
        assertThat(cluster.proxy().calls()).containsOnlyKeys("GetItem", "BatchGetItem");
        // at commit and at the end, of each value that was read
        await().untilAsserted(() -> assertThat(serializer.writes).hasValue(4));
        browser.get(node, "/get?name=text");
        assertThat(serializer.writes).hasValue(4);
    }

    @Test
    void whereNobodyLooksForChangesNothingIsSerializedToFindThem() throws Exception {
        PageNode node = node(false);
        browser.get(node, "/create");
        serializer.writes.set(0);
        browser.get(node, "/add?name=small");
        assertThat(browser.get(node, "/last?name=small").body()).isEqualTo("first");
        assertThat(serializer.writes).hasValue(0);
    }

    private PageNode node(boolean detectMutations) throws Exception {
        PageNode node = cluster.start(cluster.options()
                .serializer(serializer)
                .detectMutations(detectMutations ? DetectMutations.SAVE : DetectMutations.OFF));
        node.page("/create", (request, response) -> {
            request.getSession().setAttribute("text", "text");
            request.getSession().setAttribute("small", new ArrayList<>(List.of("first")));
            request.getSession().setAttribute("big", new ArrayList<>(List.of(BigPages.random(20_000, 1))));
        });
        node.page("/add", (request, response) -> list(request).add("added"));
        node.page("/add-late", (request, response) -> {
            response.getWriter().print("sent");
            response.flushBuffer();
            list(request).add("late");
        });
        node.page("/last", (request, response) -> {
            List<Object> list = list(request);
            response.getWriter().print(list.get(list.size() - 1));
        });
        return node;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(HttpServletRequest request) {
        return (List<Object>) request.getSession(false).getAttribute(request.getParameter("name"));
    }

    private static final class CountingSerializer implements SessionSerializer {

        private final AtomicInteger writes = new AtomicInteger();

        @Override
        public int id() {
            return 16;
        }

        @Override
        public byte[] serialize(Object value) throws IOException {
            writes.incrementAndGet();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(value);
            }
            return bytes.toByteArray();
        }

        @Override
        public Object deserialize(byte[] payload) throws IOException, ClassNotFoundException {
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(payload))) {
                return in.readObject();
            }
        }
    }
}
