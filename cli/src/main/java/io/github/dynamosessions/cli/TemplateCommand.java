package io.github.dynamosessions.cli;

import io.github.dynamosessions.DynamoSessionOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;

/** The table as infrastructure as code: a text to start from. Makes no call. */
@Command(
        name = "template",
        description =
                "Prints the table as infrastructure as code: on demand, with its TTL (whatever ttlEnabled says) and its expiry index,"
                        + " protected against deletion, without point-in-time recovery. Makes no call.")
final class TemplateCommand {

    private final StoreFlags store;
    private final Terminal terminal;

    TemplateCommand(StoreFlags store, Terminal terminal) {
        this.store = store;
        this.terminal = terminal;
    }

    @Command(name = "cloudformation", description = "Prints a CloudFormation template.")
    void cloudFormation() {
        print("cloudformation.yaml", TemplateCommand::quoted);
    }

    @Command(name = "terraform", description = "Prints a Terraform resource.")
    void terraform() {
        // Unlike YAML, HCL looks for expressions in a string.
        print("terraform.tf", name -> quoted(name).replace("${", "$${").replace("%{", "%%{"));
    }

    private void print(String template, UnaryOperator<String> literal) {
        DynamoSessionOptions options = store.options();
        terminal.out()
                .print(resource(template)
                        .replace("{{tableName}}", literal.apply(options.tableName()))
                        .replace("{{hashKey}}", literal.apply(options.hashKey()))
                        .replace("{{ttlKey}}", literal.apply(options.ttlKey())));
    }

    /** In plain ASCII, as both YAML and HCL read it. */
    private static String quoted(String name) {
        StringBuilder literal = new StringBuilder("\"");
        name.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                literal.append('\\').append((char) c);
            } else if (c >= ' ' && c <= '~') {
                literal.append((char) c);
            } else {
                literal.append(c <= 0xFFFF ? String.format("\\u%04x", c) : String.format("\\U%08x", c));
            }
        });
        return literal.append('"').toString();
    }

    private static String resource(String name) {
        try (InputStream in = TemplateCommand.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
