package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** DescribeLimits and DescribeEndpoints: the defaults of a new account. */
final class Account {

    private static final long MOST_OF_ACCOUNT = 80_000;
    private static final long MOST_OF_TABLE = 40_000;

    private Account() {}

    static Map<String, Object> limits(Request request, Database database) {
        Map<String, Object> limits = new LinkedHashMap<>();
        limits.put("AccountMaxReadCapacityUnits", MOST_OF_ACCOUNT);
        limits.put("AccountMaxWriteCapacityUnits", MOST_OF_ACCOUNT);
        limits.put("TableMaxReadCapacityUnits", MOST_OF_TABLE);
        limits.put("TableMaxWriteCapacityUnits", MOST_OF_TABLE);
        return limits;
    }

    static Map<String, Object> endpoints(Request request, Database database) {
        Map<String, Object> endpoint = new LinkedHashMap<>();
        endpoint.put("Address", "dynamodb." + database.region() + ".amazonaws.com");
        endpoint.put("CachePeriodInMinutes", 1440);
        return Map.of("Endpoints", List.of(endpoint));
    }
}
