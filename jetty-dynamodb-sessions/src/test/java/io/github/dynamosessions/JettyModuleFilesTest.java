package io.github.dynamosessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files of the Jetty module keep up with the options. */
class JettyModuleFilesTest {

    private static final Path CONFIG = Path.of("src/main/config");

    @Test
    void theIniTemplateHasEveryOptionWithItsDefault() throws IOException {
        Map<String, String> template = template();
        assertThat(template.keySet()).isEqualTo(DynamoSessionOptions.Builder.optionNames());
        assertThat(template.remove("urlSessionIds")).isEqualTo("false"); // safer than the default of Jetty's contexts

        DynamoSessionOptions.Builder builder = DynamoSessionOptions.builder();
        template.forEach((option, text) -> {
            if (!text.isEmpty()) {
                builder.set(option, text);
            }
        });
        assertThat(builder.build())
                .usingRecursiveComparison()
                .ignoringFields("names")
                .isEqualTo(DynamoSessionOptions.builder().build());
    }

    /** Those whose default is nothing, or depends on others. */
    @Test
    void theOptionsWithoutADefaultInTheIniTemplateHaveNone() throws IOException {
        assertThat(template().entrySet().stream()
                        .filter(line -> line.getValue().isEmpty())
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "accessKeyId",
                        "allowedClasses",
                        "cookieDomain",
                        "cookieMaxAge",
                        "cookieName",
                        "cookiePartitioned",
                        "cookiePath",
                        "cookieSameSite",
                        "cookieSecure",
                        "endpoint",
                        "keyPrefix",
                        "maxInactiveInterval",
                        "maxLifetime",
                        "metrics",
                        "profile",
                        "readCapacityUnits",
                        "region",
                        "secretAccessKey",
                        "sessionToken",
                        "touchInterval",
                        "writeCapacityUnits");
    }

    @Test
    void theIniTemplateSetsOneOption() throws IOException {
        String module = Files.readString(CONFIG.resolve("modules/session-store-dynamodb.mod"));
        assertThat(module.substring(module.indexOf("[ini-template]")).lines())
                .filteredOn(line -> line.startsWith("jetty."))
                .containsExactly("jetty.session.dynamodb.urlSessionIds=false");
    }

    private static Map<String, String> template() throws IOException {
        String module = Files.readString(CONFIG.resolve("modules/session-store-dynamodb.mod"));
        Map<String, String> template = new TreeMap<>();
        Pattern.compile("^#?jetty\\.session\\.dynamodb\\.(\\w+)=(.*)$", Pattern.MULTILINE)
                .matcher(module.substring(module.indexOf("[ini-template]")))
                .results()
                .forEach(line -> template.put(line.group(1), line.group(2)));
        return template;
    }
}
