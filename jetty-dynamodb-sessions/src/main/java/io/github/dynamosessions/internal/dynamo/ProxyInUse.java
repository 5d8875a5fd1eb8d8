package io.github.dynamosessions.internal.dynamo;

import java.net.URI;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/** Whether calls go through a proxy: the SDK takes {@code http.proxyHost} and {@code HTTP_PROXY} for every endpoint. */
final class ProxyInUse {

    private ProxyInUse() {}

    /** For an endpoint on this machine: none. For others: what the SDK finds. */
    static ProxyConfiguration configuration(@Nullable URI endpoint) {
        boolean outside = !isLoopback(endpoint);
        return ProxyConfiguration.builder()
                .useSystemPropertyValues(outside)
                .useEnvironmentVariableValues(outside)
                .build();
    }

    /** The name of the property or variable by which calls to an endpoint go through a proxy; null if they do not. */
    static @Nullable String setBy(@Nullable URI endpoint) {
        ProxyConfiguration proxy = configuration(endpoint);
        String host = endpoint == null || endpoint.getHost() == null
                ? "dynamodb.amazonaws.com"
                : endpoint.getHost().toLowerCase(Locale.ROOT);
        if (proxy.host() == null || proxy.nonProxyHosts().stream().anyMatch(host::matches)) {
            return null;
        }
        if (System.getProperty("http.proxyHost") != null) {
            return "http.proxyHost";
        }
        return Stream.of("http_proxy", "HTTP_PROXY")
                .filter(name -> System.getenv(name) != null)
                .findFirst()
                .orElse("a proxy setting");
    }

    private static boolean isLoopback(@Nullable URI endpoint) {
        return endpoint != null
                && endpoint.getHost() != null
                && endpoint.getHost().matches("(?i)localhost|.*\\.localhost|127(\\.\\d+){3}|\\[(::1|0:0:0:0:0:0:0:1)]");
    }
}
