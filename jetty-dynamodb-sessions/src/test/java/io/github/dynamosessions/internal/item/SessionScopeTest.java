package io.github.dynamosessions.internal.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionScopeTest {

    private static final List<String> PREFIXES = List.of("", "a", "shop", "shop:", "shop:eu", "0.0.0.0", "!~");
    private static final List<String> CONTEXTS = List.of(
            "/",
            "//",
            "/a",
            "/a/",
            "/a/b",
            "/a_b",
            "/a|b",
            "/a%7Cb",
            "/a%007Cb",
            "/a%25007Cb",
            "/%",
            "/%%",
            "/ ",
            "/\n",
            "/\u0000",
            "/é",
            "/e\u0301",
            "/漢",
            "/\uD83D",
            "/\uDE00",
            "/😀",
            "/?",
            "/\uFFFD",
            "/a|0.0.0.0",
            "/shop:");
    private static final List<String> VHOSTS =
            List.of("", "0.0.0.0", "*.shop.example", "a|b", "|", "%", "%7C", "/a", "käse.example", "KÄSE.example");
    private static final List<String> IDS = List.of(
            "x",
            "X",
            "node01x",
            "|",
            "||",
            "%",
            "%7C",
            "%007C",
            " ",
            "\t",
            "\u0000",
            "\u0001",
            "é",
            "e\u0301",
            "漢",
            "\uD83D",
            "\uDE00",
            "😀",
            "\uDE00\uD83D",
            "?",
            "\uFFFD",
            "x/y",
            "/x",
            "0.0.0.0|x",
            "b|x",
            "%0",
            "x%",
            "~",
            "\u007F");

    private static List<SessionScope> scopes() {
        List<SessionScope> scopes = new ArrayList<>();
        for (String prefix : PREFIXES) {
            for (String context : CONTEXTS) {
                VHOSTS.forEach(vhost -> scopes.add(new SessionScope(prefix, context, vhost)));
            }
        }
        return scopes;
    }

    @Test
    void noTwoSessionsEverShareAKey() {
        Map<String, String> owners = new HashMap<>();
        for (SessionScope scope : scopes()) {
            for (String id : IDS) {
                String owner = scope + " " + id;
                assertThat(owners.put(scope.key(id), owner))
                        .as("also owns the key of %s", owner)
                        .isNull();
            }
        }
        assertThat(owners).hasSize(PREFIXES.size() * CONTEXTS.size() * VHOSTS.size() * IDS.size());
    }

    @Test
    void theIdComesBackFromTheKey() {
        for (SessionScope scope : scopes()) {
            IDS.forEach(id -> assertThat(scope.id(scope.key(id))).isEqualTo(id));
        }
    }

    @Test
    void noScopesKeysBeginLikeThoseOfAnother() {
        List<String> starts =
                scopes().stream().map(SessionScope::keyStart).sorted().toList();
        for (int i = 1; i < starts.size(); i++) {
            assertThat(starts.get(i)).doesNotStartWith(starts.get(i - 1));
        }
    }

    @Test
    void keysArePrintableAscii() {
        for (SessionScope scope : scopes()) {
            IDS.forEach(id -> assertThat(scope.key(id)).matches("[!-~]+"));
        }
    }

    @Test
    void theUsualKeyReadsWell() {
        assertThat(new SessionScope("shop:", "/cart", "0.0.0.0").key("node01x"))
                .isEqualTo("shop:/cart|0.0.0.0|node01x");
        assertThat(new SessionScope("", "/", "*.a.example").key("a b")).isEqualTo("/|*.a.example|a%0020b");
    }

    @Test
    void aContextWithoutItsSlashIsTheOneWithIt() {
        assertThat(new SessionScope("", "", "v").keyStart()).isEqualTo("/|v|");
        assertThat(new SessionScope("", "a", "v").keyStart()).isEqualTo("/a|v|");
    }

    @Test
    void everyKeyOfAScopeIsKnownAsOne() {
        for (SessionScope scope : scopes()) {
            IDS.forEach(id -> assertThat(scope.isKey(scope.key(id))).isTrue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop:",
                "shop:/cart",
                "shop:/cart|0.0.0.0",
                "shop:/cart|0.0.0.0|",
                "shop:/cart|0.0.0.0|a|b",
                "shop:/cart|0.0.0.0|%",
                "shop:/cart|0.0.0.0|%00",
                "shop:/cart|0.0.0.0|%00zz",
                "shop:/cart|0.0.0.0|%+041",
                "shop:/cart|0.0.0.0|%0041",
                "shop:/cart|0.0.0.0|%00e9",
                "shop:/cart|0.0.0.0|a b",
                "shop:/cart|%|a",
                "shop:/%|0.0.0.0|a",
                "shop:cart|0.0.0.0|a",
                "shop:chunk|0f8a6c2e-5b1d-4973-8a0c-3e2d1f4b5a69|0",
                "other:/cart|0.0.0.0|a"
            })
    void whatNoSessionHasAsItsKeyIsKnownAsNone(String key) {
        SessionScope scope = new SessionScope("shop:", "/cart", "0.0.0.0");
        assertThat(scope.isKey(key)).isFalse();
    }

    @Test
    void anEmptyIdHasNoKey() {
        assertThat(Items.SCOPE.key("")).isNull();
    }

    @Test
    void anIdThatIsTooLongForAKeyHasNone() {
        int left = 2048 - Items.SCOPE.keyStart().length();
        assertThat(Items.SCOPE.key("x".repeat(left))).hasSize(2048);
        assertThat(Items.SCOPE.key("x".repeat(left + 1))).isNull();
        assertThat(Items.SCOPE.key("é".repeat(left / 5))).hasSizeGreaterThan(2043);
        assertThat(Items.SCOPE.key("é".repeat(left / 5 + 1))).isNull();
        assertThat(new SessionScope("", "/" + "x".repeat(3000), "").key("x")).isNull();
    }
}
