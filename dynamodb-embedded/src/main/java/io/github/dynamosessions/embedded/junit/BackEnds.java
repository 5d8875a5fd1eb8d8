package io.github.dynamosessions.embedded.junit;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Chooses the DynamoDB that tests talk to by the system properties {@value #KIND} and {@value #ENDPOINT}. */
final class BackEnds {

    static final String KIND = "dynamodb";
    static final String ENDPOINT = "dynamodb.endpoint";

    private BackEnds() {}

    static BackEnd start() {
        return start(System::getProperty);
    }

    /** Takes the system properties as a function; a blank value counts as none, since builds like to pass those on. */
    static BackEnd start(UnaryOperator<@Nullable String> properties) {
        String kind = given(properties, KIND);
        String endpoint = given(properties, ENDPOINT);
        if (kind != null && endpoint != null) {
            throw new IllegalArgumentException(
                    "Give either -D" + KIND + "=" + kind + " or -D" + ENDPOINT + "=" + endpoint + ", not both");
        }
        if (endpoint != null) {
            return RunningEndpoint.at(endpoint);
        }
        if (kind == null) {
            return BackEnd.embedded();
        }
        return switch (kind) {
            case "embedded" -> BackEnd.embedded();
            case "docker" -> docker();
            default -> throw new IllegalArgumentException("-D" + KIND + " must be embedded or docker, was " + kind);
        };
    }

    private static BackEnd docker() {
        try {
            return DockerEngine.start();
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "-D" + KIND + "=docker needs org.testcontainers:testcontainers (2.x) on the class path", e);
        }
    }

    private static @Nullable String given(UnaryOperator<@Nullable String> properties, String name) {
        String value = properties.apply(name);
        return value == null || value.isBlank() ? null : value.trim();
    }
}
