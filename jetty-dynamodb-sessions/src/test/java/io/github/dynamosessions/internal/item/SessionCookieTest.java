package io.github.dynamosessions.internal.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class SessionCookieTest {

    private static final String SECRET = "c2VjcmV0LW9mLWEtc2Vzc2";
    private static final String TEXT = "c2VsZWN0b3Itb2Yt.r0Tat1~" + SECRET;

    @Test
    void aCookieIsItsSelectorItsRotationAndItsSecret() {
        SessionCookie cookie = SessionCookie.parse(TEXT);
        assertThat(cookie.handle()).isEqualTo(new SessionHandle("c2VsZWN0b3Itb2Yt", "r0Tat1"));
        assertThat(cookie.handle().id()).isEqualTo("c2VsZWN0b3Itb2Yt.r0Tat1");
        assertThat(cookie.former()).isNull();
        assertThat(cookie.text()).isEqualTo(TEXT);
    }

    static Stream<String> notOurs() {
        return Stream.of(
                "",
                "node01x",
                "c2VsZWN0b3Itb2Yt.r0Tat1",
                "c2VsZWN0b3Itb2Yt.r0Tat1~",
                TEXT.substring(1),
                TEXT + "x",
                TEXT.substring(0, TEXT.length() - 1),
                TEXT.replace('.', '-'),
                TEXT.replace('r', '%'),
                TEXT.replace('r', '|'),
                TEXT.replace('r', 'é'),
                TEXT + "\n",
                " " + TEXT,
                TEXT + "~",
                TEXT + "~r0Tat0",
                TEXT + "~r0Tat0~" + SECRET + "~r0Tat0~" + SECRET,
                TEXT.repeat(1_000));
    }

    @ParameterizedTest
    @MethodSource("notOurs")
    void aTextOfAnotherFormIsNoCookie(String text) {
        assertThat(SessionCookie.parse(text)).isNull();
    }

    @Test
    void whatIsMadeIsReadAgain() {
        SessionCookie made = SessionCookie.create();
        SessionCookie read = SessionCookie.parse(made.text());
        assertThat(read.handle()).isEqualTo(made.handle());
        assertThat(read.verifier()).isEqualTo(made.verifier());
        assertThat(SessionHandle.of(made.handle().id())).isEqualTo(made.handle());
    }

    @Test
    void aThousandCookiesHaveNoPartInCommon() {
        Set<String> selectors = new HashSet<>();
        Set<String> secrets = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            SessionCookie cookie = SessionCookie.create();
            selectors.add(cookie.handle().selector());
            secrets.add(cookie.text().split("~")[1]);
        }
        assertThat(selectors).hasSize(1_000).allMatch(selector -> selector.length() * 6 >= 96);
        assertThat(secrets).hasSize(1_000).allMatch(secret -> secret.length() * 6 >= 128);
    }

    @Test
    void aRotationKeepsTheSelectorAndNothingElse() {
        SessionCookie before = SessionCookie.create();
        SessionCookie after = before.rotated();
        assertThat(after.handle().selector()).isEqualTo(before.handle().selector());
        assertThat(after.handle().rotation()).isNotEqualTo(before.handle().rotation());
        assertThat(after.verifier()).isNotEqualTo(before.verifier());
        assertThat(after.former()).isNull();
    }

    @Test
    void theVerifierIsTheHashOfTheSecretAlone() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(SECRET.getBytes(StandardCharsets.US_ASCII));
        assertThat(SessionCookie.parse(TEXT).verifier()).isEqualTo(SdkBytes.fromByteArray(hash));
    }

    @Test
    void aCookieOpensTheItemOfItsSecretAndItsRotation() {
        SessionCookie cookie = SessionCookie.parse(TEXT);
        assertThat(cookie.opens(item(cookie, "r0Tat1"))).isTrue();
        assertThat(cookie.opens(item(cookie, "0tHer1"))).isFalse();
        assertThat(cookie.opens(item(SessionCookie.forHandle(cookie.handle()), "r0Tat1")))
                .isFalse();
        assertThat(cookie.rotated().opens(item(cookie, "r0Tat1"))).isFalse();
    }

    @Test
    void noCookieOpensAnItemWithoutAVerifierOrWithABrokenOne() {
        SessionCookie cookie = SessionCookie.parse(TEXT);
        AttributeValue rotation = AttributeValue.fromS("r0Tat1");
        for (AttributeValue verifier : Set.of(
                AttributeValue.fromB(SdkBytes.fromByteArray(new byte[0])),
                AttributeValue.fromS(SECRET),
                AttributeValue.fromNul(true))) {
            assertThat(cookie.opens(new StoredItem(Map.of("rotation", rotation, "verifier", verifier))))
                    .isFalse();
        }
        assertThat(cookie.opens(new StoredItem(Map.of("rotation", rotation)))).isFalse();
    }

    @Test
    void aCookieInDoubtHoldsBothAndIsReadAgain() {
        SessionCookie before = SessionCookie.create();
        SessionCookie after = before.rotated();
        SessionCookie both = SessionCookie.parse(after.inDoubt(before).text());

        assertThat(both.handle()).isEqualTo(after.handle());
        assertThat(both.verifier()).isEqualTo(after.verifier());
        assertThat(both.former().handle()).isEqualTo(before.handle());
        assertThat(both.former().verifier()).isEqualTo(before.verifier());
        assertThat(both.former().former()).isNull();
    }

    @Test
    void ofThreeRotationsInDoubtTheLastTwoAreKept() {
        SessionCookie first = SessionCookie.create();
        SessionCookie second = first.rotated();
        SessionCookie third = second.rotated();
        SessionCookie both = third.inDoubt(second.inDoubt(first));

        assertThat(both.former().verifier()).isEqualTo(second.verifier());
        assertThat(both.text()).hasSizeLessThan(128);
        assertThat(SessionCookie.parse(both.text())).isNotNull();
    }

    /** What is in an ID goes to logs. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noSecretIsPrinted(boolean inDoubt) {
        SessionCookie before = SessionCookie.create();
        SessionCookie cookie = inDoubt ? before.rotated().inDoubt(before) : before;
        assertThat(cookie.toString()).isEqualTo(cookie.handle().id());
        for (String part :
                cookie.text().substring(cookie.text().indexOf('~') + 1).split("~")) {
            assertThat(cookie.toString()).doesNotContain(part);
        }
    }

    private static StoredItem item(SessionCookie cookie, String rotation) {
        return new StoredItem(Map.of(
                "verifier", AttributeValue.fromB(cookie.verifier()), "rotation", AttributeValue.fromS(rotation)));
    }
}
