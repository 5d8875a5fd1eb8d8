package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dynamosessions.DynamoSessionOptions.Builder;
import io.github.dynamosessions.internal.option.OptionForm;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with an option, and in whatever form it is set: one line of at most 300 characters that names it. */
class ConfigurationErrorsTest {

    static final List<String> TEXTS = List.of(
            "-1",
            "1y",
            "2h",
            "3651d",
            "PT9223372036854775807.5S",
            "PT99999999999999999999S",
            "99999999999999999999",
            "999999999MB",
            "yes",
            "\u0001\n/".repeat(500),
            "\u00e9".repeat(1_000),
            "|%/ ".repeat(300),
            "http://user@" + "h".repeat(5_000) + " x",
            "!" + "x".repeat(1_000),
            "a,,b;c",
            Exploding.class.getName(),
            List.class.getName());

    /** A class that cannot be loaded. */
    public static final class Exploding {
        static {
            if (TEXTS != null) {
                throw new IllegalStateException("no");
            }
        }
    }

    static Stream<String> options() {
        return Builder.optionNames().stream();
    }

    @ParameterizedTest
    @MethodSource("options")
    void aBadValueIsOneLineThatNamesItsOptionInTheFormInWhichItIsSet(String option) {
        for (OptionForm form : OptionForm.values()) {
            String name = form.of(option);
            long refused = TEXTS.stream()
                    .filter(text ->
                            isRefused(() -> DynamoSessionOptions.builder().set(form, name, text), name + " must be "))
                    .count();
            assertThat(refused).as(name).isGreaterThan(takesAnyText(option) ? -1 : 4);
        }
    }

    private static boolean takesAnyText(String option) {
        return List.of("accessKeyId", "secretAccessKey", "sessionToken", "profile")
                .contains(option);
    }

    @ParameterizedTest
    @MethodSource("options")
    void anEmptyVariableOrPropertyCountsAsUnset(String option) {
        for (OptionForm form : List.of(OptionForm.VARIABLE, OptionForm.PROPERTY)) {
            for (String text : List.of("", " ", "\t\n")) {
                assertThat(DynamoSessionOptions.builder()
                                .set(form, form.of(option), text)
                                .build())
                        .usingRecursiveComparison()
                        .isEqualTo(DynamoSessionOptions.builder().build());
            }
        }
    }

    @ParameterizedTest
    @FieldSource("TEXTS")
    void anUnknownNameIsOneLine(String name) {
        for (OptionForm form : OptionForm.values()) {
            assertThat(isRefused(() -> DynamoSessionOptions.builder().set(form, form.of(name + "x"), "y"), "Unknown "))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPTION, touchIntervall, touchInterval",
        "OPTION, tabelName, tableName",
        "VARIABLE, DYNAMO_SESSION_TABEL_NAME, DYNAMO_SESSION_TABLE_NAME",
        "PROPERTY, jetty.session.dynamodb.end-point, jetty.session.dynamodb.endpoint",
        "PROPERTY, jetty.session.dynamodb.maxAttempt, jetty.session.dynamodb.maxAttempts",
    })
    void aTypoIsToldWhatWasMeant(OptionForm form, String name, String meant) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoSessionOptions.builder().set(form, name, "x"))
                .withMessageEndingWith("Did you mean " + meant + "?");
    }

    /** Each pair excludes, needs or limits the other. */
    static Stream<Map<String, String>> conflicts() {
        String name = "n".repeat(255);
        return Stream.of(
                Map.of("hashKey", name, "ttlKey", name),
                Map.of("readCapacityUnits", "5"),
                Map.of("writeCapacityUnits", "5"),
                Map.of("accessKeyId", "hush"),
                Map.of("secretAccessKey", "hush"),
                Map.of("sessionToken", "hush"),
                Map.of("profile", name, "accessKeyId", "hush", "secretAccessKey", "hush"),
                Map.of("apiCallTimeout", "PT1S", "apiCallAttemptTimeout", "PT2S"));
    }

    @ParameterizedTest
    @MethodSource("conflicts")
    void aConflictIsOneLineThatNamesBothInTheFormInWhichTheyAreSet(Map<String, String> settings) {
        for (OptionForm form : OptionForm.values()) {
            Builder builder = DynamoSessionOptions.builder();
            settings.forEach((option, text) -> builder.set(form, form.of(option), text));
            assertThat(isRefused(builder::build, form.of(""))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"PT2S, PT1S", "2s, 1000ms", "1m, PT59S"})
    void aConflictOfDurationsRepeatsWhatWasWritten(String attempt, String call) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DynamoSessionOptions.builder()
                        .environment(Map.of(
                                "DYNAMO_SESSION_API_CALL_TIMEOUT", call,
                                "DYNAMO_SESSION_API_CALL_ATTEMPT_TIMEOUT", attempt))
                        .build())
                .withMessage(
                        "DYNAMO_SESSION_API_CALL_ATTEMPT_TIMEOUT must be at most DYNAMO_SESSION_API_CALL_TIMEOUT, was "
                                + attempt + " with " + call);
    }

    @Test
    void messagesAboutOptionsThatAreNotSetNameThemAsTheOthersAreSet() {
        Builder variables = DynamoSessionOptions.builder().environment(Map.of("DYNAMO_SESSION_REGION", "local"));
        assertThat(variables.build().names.of("hashKey")).isEqualTo("DYNAMO_SESSION_HASH_KEY");
        assertThat(variables.hashKey("id").build().names.of("hashKey")).isEqualTo("hashKey");
        assertThat(DynamoSessionOptions.builder().build().names.of("region")).isEqualTo("region");
    }

    private static boolean isRefused(Runnable setting, String start) {
        try {
            setting.run();
            return false;
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).startsWith(start).hasSizeLessThanOrEqualTo(300);
            assertThat(e.getMessage()).doesNotContain("hush").doesNotContainPattern("\\p{Cntrl}");
            return true;
        }
    }
}
