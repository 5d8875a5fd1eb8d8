package io.github.dynamosessions.embedded.operation;

import static io.github.dynamosessions.embedded.operation.TableDefinitions.INVALID;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.TableSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings that CreateTable and UpdateTable share, and that the engine only remembers. */
final class Settings {

    private Settings() {}

    /** Checks what the engine does not have. */
    static void checkStream(Request request) {
        Request stream = request.structure("StreamSpecification");
        if (!stream.flag("StreamEnabled") && stream.has("StreamViewType")) {
            throw ServiceError.validation(
                    INVALID + "Table is being created with a stream disabled, UpdateViewType should not be specified");
        }
        if (stream.flag("StreamEnabled")) {
            throw ServiceError.validation("dynamodb-embedded has no streams (StreamSpecification). "
                    + "The image amazon/dynamodb-local has them");
        }
    }

    static void apply(Request request, TableSettings settings) {
        if (request.has("DeletionProtectionEnabled")) {
            settings.deletionProtection(request.flag("DeletionProtectionEnabled"));
        }
        if (request.has("TableClass")) {
            settings.tableClass(request.text("TableClass"));
        }
        if (request.has("SSESpecification")) {
            settings.encrypted(request.structure("SSESpecification").flag("Enabled"));
        }
        if (request.has("OnDemandThroughput")) {
            Map<String, Object> units = new LinkedHashMap<>();
            request.map("OnDemandThroughput").forEach((name, value) -> units.put((String) name, value));
            settings.onDemandThroughput(units);
        }
    }
}
