package io.github.dynamosessions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class SessionItemTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/|0.0.0.0|selector; /; 0.0.0.0; selector",
                "/shop/eu|shop.example|selector; /shop/eu; shop.example; selector",
                "team|shop:/shop|@node-1|odd%0020id; /shop; @node-1; odd id",
                "/a%007Cb%0025|h%00F6st|selector; /a|b%; h\u00f6st; selector"
            })
    void contextVirtualHostAndIdAreThoseOfTheKey(String key, String context, String vhost, String id) {
        SessionItem item = new SessionItem(key, Map.of());
        assertThat(item.context()).isEqualTo(context);
        assertThat(item.vhost()).isEqualTo(vhost);
        assertThat(item.id()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "by hand", "chunk|b1946ac9|0", "/|selector", "/|a|b|c"})
    void aKeyThatIsNoneOfASessionHasNoContext(String key) {
        SessionItem item = new SessionItem(key, Map.of());
        assertThat(item.context()).isNull();
        assertThat(item.vhost()).isNull();
    }

    @Test
    void whatIsMissingOrMalformedIsNull() {
        SessionItem item = new SessionItem("/|0.0.0.0|x", Map.of("created", AttributeValue.fromS("yesterday")));
        assertThat(item.time("created")).isNull();
        assertThat(item.time("accessed")).isNull();
        assertThat(item.text("created")).isEqualTo("yesterday");
        assertThat(item.text("lastNode")).isNull();
    }
}
