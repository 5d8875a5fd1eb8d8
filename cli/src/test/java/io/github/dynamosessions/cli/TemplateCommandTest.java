package io.github.dynamosessions.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.bertramlabs.plugins.hcl4j.HCLParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.dynamosessions.DynamoSessionOptions;
import io.github.dynamosessions.SessionTable;
import io.github.dynamosessions.embedded.junit.DynamoDbExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The templates say what the library creates, and what the documentation promises beyond that. */
class TemplateCommandTest {

    /** All that a value could break out of a string with, in both languages. */
    private static final String ODD_NAME = "a\"b\\c${d}%{e}\n\u00e9\ud83d\ude00";

    @RegisterExtension
    static final DynamoDbExtension dynamoDb = new DynamoDbExtension();

    private final String table = dynamoDb.newTableName();
    private TableShape created;

    @BeforeEach
    void createTable() {
        DynamoSessionOptions options = DynamoSessionOptions.builder()
                .client(dynamoDb.client())
                .tableName(table)
                .hashKey("id")
                .ttlKey("ttl")
                .build();
        try (SessionTable sessionTable = SessionTable.of(options)) {
            sessionTable.createIfMissing();
        }
        created = TableShape.of(dynamoDb.client(), table);
    }

    @Test
    void cloudFormationMakesTheSameTable() throws Exception {
        JsonNode properties = cloudFormation("--table", table, "--hash-key=id", "--ttl-key=ttl");

        assertThat(TableShape.ofCloudFormation(properties)).isEqualTo(created);
        assertThat(properties.get("DeletionProtectionEnabled").asBoolean()).isTrue();
        assertThat(properties
                        .at("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled")
                        .asText())
                .isEqualTo("false");
    }

    @Test
    void terraformMakesTheSameTable() throws Exception {
        JsonNode resource = terraform("--table", table, "--hash-key=id", "--ttl-key=ttl");

        assertThat(TableShape.ofTerraform(resource)).isEqualTo(created);
        assertThat(resource.get("deletion_protection_enabled").asBoolean()).isTrue();
        assertThat(resource.at("/point_in_time_recovery/enabled").asText()).isEqualTo("false");
    }

    @Test
    void anyNameIsQuotedInCloudFormation() throws Exception {
        assertThat(cloudFormation("--hash-key", ODD_NAME)
                        .at("/KeySchema/0/AttributeName")
                        .asText())
                .isEqualTo(ODD_NAME);
    }

    /** The parser above knows no such escapes, Terraform does: "Strings and Templates" in its documentation. */
    @Test
    void anyNameIsQuotedInTerraform() {
        assertThat(template("terraform", "--hash-key", ODD_NAME))
                .contains("= \"a\\\"b\\\\c$${d}%%{e}\\u000a\\u00e9\\U0001f600\"");
    }

    private static JsonNode cloudFormation(String... flags) throws Exception {
        return new YAMLMapper().readTree(template("cloudformation", flags)).at("/Resources/SessionTable/Properties");
    }

    private static JsonNode terraform(String... flags) throws Exception {
        Map<String, Object> parsed = new HCLParser().parse(template("terraform", flags));
        return new ObjectMapper().valueToTree(parsed).at("/resource/aws_dynamodb_table/sessions");
    }

    private static String template(String language, String... flags) {
        List<String> arguments = new ArrayList<>(List.of("template", language));
        arguments.addAll(List.of(flags));
        return CliRun.in(Map.of(), arguments.toArray(String[]::new))
                .endsWith(ExitCode.OK)
                .out();
    }
}
