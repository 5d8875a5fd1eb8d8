package io.github.dynamosessions.internal.attribute;

import static io.github.dynamosessions.internal.attribute.Codecs.JAVA;
import static io.github.dynamosessions.internal.attribute.Codecs.UNCOMPRESSED;
import static io.github.dynamosessions.internal.attribute.Codecs.allowing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dynamosessions.fixture.TextSerializer;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnreadableAttributeException;
import io.github.dynamosessions.internal.attribute.AttributeCodec.UnstorableAttributeException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What Jetty itself puts into sessions; integration tests do so with its authenticators. */
class ContainerAttributesTest {

    private static final String FORM = "org.eclipse.jetty.security.form_POST";

    /** Stored by the first version: form parameters, {@code note=a&note=b&Note=c&empty=}. */
    private static final String FROZEN =
            "AQGs7QAFc3IAOGlvLmdpdGh1Yi5keW5hbW9zZXNzaW9ucy5pbnRlcm5hbC5hdHRyaWJ1dGUuU3RvcmVkRmllbGRzAAAAAAAAAAAC"
                    + "AAJaAA1jYXNlU2Vuc2l0aXZlWwAGZmllbGRzdAAUW1tMamF2YS9sYW5nL1N0cmluZzt4cAF1cgAUW1tMamF2YS5sYW5nLlN0cmlu"
                    + "ZzsyTQmthDLkVwIAAHhwAAAAA3VyABNbTGphdmEubGFuZy5TdHJpbmc7rdJW5+kde0cCAAB4cAAAAAN0AARub3RldAABYXQAAWJ1"
                    + "cQB+AAUAAAACdAAETm90ZXQAAWN1cQB+AAUAAAACdAAFZW1wdHl0AAA=";

    /** A server with an allow-list, and one with a serializer of its own. */
    static Stream<AttributeCodec> codecs() {
        return Stream.of(JAVA, allowing("com.shop.**"), withSerializer());
    }

    private static AttributeCodec withSerializer(String... allowedClasses) {
        return new AttributeCodec(new TextSerializer(), List.of(allowedClasses), UNCOMPRESSED);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void formParametersComeBack(AttributeCodec codec) {
        Fields form = form();
        Fields back = (Fields) roundTrip(codec, form);
        assertThat(back).isEqualTo(form);
        assertThat(back.getNames()).containsExactly("note", "Note", "empty");
        assertThat(back.getValues("note")).containsExactly("a", "b");
        back.add("late", "c"); // as modifiable as they were
    }

    @Test
    void formParametersThatIgnoreCaseStillDo() {
        Fields form = new Fields();
        form.add("1", "digit");
        form.add("note", "a");
        assertThat(((Fields) roundTrip(JAVA, form)).getValue("NOTE")).isEqualTo("a");
        assertThat(((Fields) roundTrip(JAVA, new Fields(form))).getSize()).isEqualTo(2);
    }

    @Test
    void formParametersInsideOfAnotherValueComeBackAsOneObject() {
        Fields form = form();
        List<?> back = (List<?>) roundTrip(JAVA, new ArrayList<>(Arrays.asList(form, form)));
        assertThat(back.get(0)).isEqualTo(form).isSameAs(back.get(1));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void theUriThatAUserHasAskedForComesBack(AttributeCodec codec) {
        for (String text : List.of("https://shop.example/cart?x=%20#top", "http://h:8080/a/%2e%2e/b;x=1//c")) {
            HttpURI uri = HttpURI.build(text).asImmutable();
            uri.getCanonicalPath();
            HttpURI back = (HttpURI) roundTrip(codec, uri);
            assertThat(back).isEqualTo(uri);
            assertThat(back.getViolations()).isEqualTo(uri.getViolations());
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void theClaimsOfAnIdentityProviderComeBackWithTheirTypes(AttributeCodec codec) {
        Map<String, Object> claims = new HashMap<>(Map.of("sub", "ann", "exp", 1L, "level", 1.5, "verified", true));
        claims.put("groups", new Object[] {"a", "b"});
        claims.put("address", new LinkedHashMap<>(Map.of("city", "Graz")));
        assertThat(roundTrip(codec, claims)).usingRecursiveComparison().isEqualTo(claims);
        MultiMap<String> form = new MultiMap<>();
        form.add("note", "a");
        form.add("note", "b");
        assertThat(roundTrip(codec, form)).isEqualTo(form).hasSameClassAs(form);
    }

    @Test
    void anAttributeOfTheApplicationIsUnderItsOwnAllowList() {
        AttributeValue stored = JAVA.encode("claims", new HashMap<>(Map.of("sub", "ann")));
        AttributeCodec codec = allowing("com.shop.**");
        assertThatExceptionOfType(UnreadableAttributeException.class).isThrownBy(() -> codec.decode("claims", stored));
        assertThatExceptionOfType(UnstorableAttributeException.class)
                .isThrownBy(() -> codec.encode("claims", new HashMap<>()));
    }

    @Test
    void anAttributeOfTheContainerHoldsOtherClassesOnlyWhereTheyAreAllowed() {
        URI value = URI.create("urn:a:b");
        AttributeValue stored = JAVA.encode(FORM, value);
        assertThat(JAVA.decode(FORM, stored)).isEqualTo(value);
        assertThat(allowing("java.net.URI").decode(FORM, stored)).isEqualTo(value);
        assertThat(withSerializer("java.net.URI").decode(FORM, stored)).isEqualTo(value);
        for (AttributeCodec codec : List.of(allowing("com.shop.**"), withSerializer())) {
            assertThatExceptionOfType(UnreadableAttributeException.class)
                    .isThrownBy(() -> codec.decode(FORM, stored))
                    .withMessageContaining("java.net.URI is not among allowedClasses");
        }
    }

    @Test
    void aUserSuppliedSerializerGetsTheAttributesOfTheApplication() {
        assertThat(withSerializer().decode("form", withSerializer().encode("form", form())))
                .isInstanceOf(TextSerializer.Text.class);
    }

    @Test
    void whatTheFirstVersionHasStoredIsRead() {
        AttributeValue stored =
                AttributeValue.fromB(SdkBytes.fromByteArray(Base64.getDecoder().decode(FROZEN)));
        assertThat(JAVA.decode(FORM, stored)).isEqualTo(form());
    }

    private static Fields form() {
        Fields form = new Fields(true);
        form.add("note", "a", "b");
        form.add("Note", "c");
        form.add("empty", "");
        return form;
    }

    private static Object roundTrip(AttributeCodec codec, Object value) {
        return codec.decode(FORM, codec.encode(FORM, value));
    }
}
