package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Change;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Position;
import io.github.dynamosessions.embedded.table.Table;
import io.github.dynamosessions.embedded.table.TableSettings;
import io.github.dynamosessions.embedded.value.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Time to live: when items expire.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html">Time to Live</a>
 */
public final class TimeToLive {

    /** An item that expired longer ago than this is not deleted, in case that its attribute means something else. */
    private static final BigDecimal LONGEST_AGE =
            BigDecimal.valueOf(Duration.ofDays(5 * 365).toSeconds());

    private TimeToLive() {}

    static Map<String, Object> update(Request request, Database database) {
        TableSettings settings = Tables.existing(request, database).settings();
        Request specification = request.structure("TimeToLiveSpecification");
        String attribute = specification.required("AttributeName");
        boolean enabled = specification.flag("Enabled");
        String present = settings.ttlAttribute();
        if (enabled && present != null) {
            throw ServiceError.validation(
                    present.equals(attribute)
                            ? "TimeToLive is already enabled"
                            : "TimeToLive is active on a different AttributeName: current AttributeName is " + present);
        }
        if (!enabled && present == null) {
            throw ServiceError.validation("TimeToLive is already disabled");
        }
        if (!enabled && !attribute.equals(present)) {
            throw ServiceError.validation(
                    "TimeToLive is active on a different AttributeName: current AttributeName is " + present);
        }
        settings.ttlAttribute(enabled ? attribute : null);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("AttributeName", attribute);
        answer.put("Enabled", enabled);
        return Map.of("TimeToLiveSpecification", answer);
    }

    static Map<String, Object> describe(Request request, Database database) {
        String attribute = Tables.existing(request, database).settings().ttlAttribute();
        Map<String, Object> description = new LinkedHashMap<>();
        if (attribute != null) {
            description.put("AttributeName", attribute);
        }
        description.put("TimeToLiveStatus", attribute == null ? "DISABLED" : "ENABLED");
        return Map.of("TimeToLiveDescription", description);
    }

    /**
     * Deletes the items of all tables that are expired at the database's time. The caller holds the engine's lock.
     *
     * @return the number of deleted items
     */
    public static int expireItems(Database database) {
        BigDecimal now = BigDecimal.valueOf(database.now().getEpochSecond());
        int deleted = 0;
        for (Table table : database.tables().values()) {
            String attribute = table.settings().ttlAttribute();
            List<Change> changes = new ArrayList<>();
            for (Map.Entry<Position, Item> entry : table.items().entrySet()) {
                Item item = entry.getValue();
                if (attribute != null && isExpired(item.attributes().get(attribute), now)) {
                    changes.add(new Change(entry.getKey(), item, null));
                }
            }
            changes.forEach(change -> database.apply(table, change));
            deleted += changes.size();
        }
        return deleted;
    }

    private static boolean isExpired(@Nullable Value value, BigDecimal now) {
        return value instanceof Value.N time
                && time.number().compareTo(now) < 0
                && time.number().compareTo(now.subtract(LONGEST_AGE)) >= 0;
    }
}
