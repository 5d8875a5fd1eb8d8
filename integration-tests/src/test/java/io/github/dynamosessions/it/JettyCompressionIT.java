package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Compressed values between nodes. The class path of these tests has no zstd-jni. */
@ParameterizedClass
@EnumSource(PageServer.class)
class JettyCompressionIT {

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    @Parameter
    PageServer server;

    /** 200 zero bytes. */
    private static final byte[] COMPRESSED_WITH_ZSTD = Base64.getDecoder().decode("QAEAAADIKLUv/SDITQAAEAAAAQBDCmAB");

    private final JettyBrowser browser = JettyBrowser.http1();
    private final JettyLogs logs = JettyLogs.capture();
    private JettyCluster cluster;
    private PageNode node;

    @BeforeEach
    void start() throws Exception {
        cluster = new JettyCluster(server, dynamoDb);
        node = cluster.start();
    }

    @AfterEach
    void stop() {
        logs.close();
        cluster.close();
    }

    @Test
    void aLongTextIsStoredCompressedAndReadOnAnotherNodeThatDoesNotCompress() throws Exception {
        String text = "pen".repeat(1_000);
        String id = login(node, text);
        assertThat(cluster.attributes(id).get("text").b().asByteArray()).hasSizeLessThan(100);
        PageNode other = cluster.start(cluster.options().compressionThreshold(64 * 1024 * 1024));
        assertThat(browser.get(other, "/get?name=text").body()).isEqualTo(text);
        browser.get(other, "/set?name=text&value=" + text);
        assertThat(cluster.attributes(id).get("text").s()).isEqualTo(text);
        assertThat(browser.get(node, "/get?name=text").body()).isEqualTo(text);
    }

    @Test
    void aSessionOfANodeWithZstdIsAnswered503AndKept() throws Exception {
        assertThatExceptionOfType(ClassNotFoundException.class)
                .isThrownBy(() -> Class.forName("com.github.luben.zstd.Zstd"));
        String id = login(node, "pen");
        Map<String, AttributeValue> item = new HashMap<>(cluster.item(id));
        Map<String, AttributeValue> attributes = new HashMap<>(cluster.attributes(id));
        attributes.put("zeros", AttributeValue.fromB(SdkBytes.fromByteArray(COMPRESSED_WITH_ZSTD)));
        item.put("attributes", AttributeValue.fromM(attributes));
        cluster.put(item);

        HttpResponse<String> response = browser.get(node, "/get?name=text");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(JettyBrowser.setCookies(response)).isEmpty();
        assertThat(cluster.item(id)).isEqualTo(item);
        assertThat(node.store().statistics().getFailedReads()).isEqualTo(1);
        assertThat(node.store().statistics().getUnreadableSessions()).isZero();
        assertThat(logs.with("com.github.luben:zstd-jni"))
                .containsExactly(
                        "ERROR Sessions cannot be read: a session attribute is compressed with zstd, which needs"
                                + " com.github.luben:zstd-jni on the class path");
    }

    private String login(PageNode on, String text) throws Exception {
        browser.get(on, "/set?name=text&value=" + text);
        return browser.id();
    }
}
