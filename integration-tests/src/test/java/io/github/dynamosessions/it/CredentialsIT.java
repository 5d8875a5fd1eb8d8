package io.github.dynamosessions.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.DynamoSessionOptions;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The credentials of a node are not to be had for a while, as when the endpoint that hands them out is away. */
class CredentialsIT extends PageSuite {

    private static final AwsCredentials CREDENTIALS = AwsBasicCredentials.create("test", "test");

    @Test
    void whileThereAreNoneEveryRequestOfASessionIsAnswered503AndItsCookieWorksAfterwards() throws Exception {
        assertServedAgain(() -> {
            throw SdkClientException.create("Unable to load credentials");
        });
    }

    @Test
    void whileTheyDoNotArriveNoRequestWaitsForLongerThanACallMayTake() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        assertServedAgain(() -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw SdkClientException.create("interrupted", e);
            }
            return CREDENTIALS;
        });
    }

    private void assertServedAgain(AwsCredentialsProvider failing) throws Exception {
        AtomicReference<AwsCredentialsProvider> provider = new AtomicReference<>(() -> CREDENTIALS);
        DynamoSessionOptions impatient = impatient().build();
        try (DynamoDbClient client = impatient
                .clientBuilder()
                .credentialsProvider(() -> provider.get().resolveCredentials())
                .build()) {
            PageNode waiting = start(DynamoSessionOptions.builder()
                    .client(client)
                    .tableName(cluster.table())
                    .build());
            try (waiting) {
                browser.login(other);
                provider.set(failing);
                HttpResponse<String> response = browser.get(waiting, "/set?name=user&value=bob");
                assertThat(response.statusCode()).isEqualTo(503);
                assertThat(JettyBrowser.setCookies(response)).isEmpty();
                assertThat(browser.user(other)).isEqualTo("ann");

                provider.set(() -> CREDENTIALS);
                assertThat(browser.user(waiting)).isEqualTo("ann");
                assertThat(browser.get(waiting, "/set?name=user&value=bob").statusCode())
                        .isEqualTo(200);
            }
        }
    }
}
