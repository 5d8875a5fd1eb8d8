package io.github.dynamosessions.embedded.operation;

import static io.github.dynamosessions.embedded.operation.TableDefinitions.INVALID;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.TableSettings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Billing mode and provisioned units, which the engine stores and does not enforce. */
final class Throughput {

    private Throughput() {}

    /** Applies what CreateTable asks for. */
    static void apply(Request request, TableSettings settings, Instant now) {
        boolean given = request.has("ProvisionedThroughput");
        if (request.text("BillingMode", "PROVISIONED").equals("PAY_PER_REQUEST")) {
            if (given) {
                throw ServiceError.validation(INVALID
                        + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
                        + "PAY_PER_REQUEST");
            }
            settings.throughput(null, now);
        } else {
            if (!given) {
                throw ServiceError.validation(INVALID
                        + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
                        + "PROVISIONED");
            }
            settings.throughput(units(request), now);
        }
    }

    static Map<String, Object> units(Request request) {
        Request units = request.structure("ProvisionedThroughput");
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("NumberOfDecreasesToday", 0L);
        map.put("ReadCapacityUnits", number(units, "ReadCapacityUnits"));
        map.put("WriteCapacityUnits", number(units, "WriteCapacityUnits"));
        return map;
    }

    private static long number(Request units, String name) {
        Long number = units.number(name);
        return number == null ? 0 : number;
    }

    /** What DescribeTable shows of a table on demand. */
    static Map<String, Object> none() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("NumberOfDecreasesToday", 0L);
        map.put("ReadCapacityUnits", 0L);
        map.put("WriteCapacityUnits", 0L);
        return map;
    }
}
