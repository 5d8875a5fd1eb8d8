package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.TableSettings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** DescribeContinuousBackups and UpdateContinuousBackups: a setting, without backups. */
final class Backups {

    private static final int LONGEST = 35;

    private Backups() {}

    static Map<String, Object> describe(Request request, Database database) {
        return answer(Tables.existing(request, database).settings(), database);
    }

    static Map<String, Object> update(Request request, Database database) {
        TableSettings settings = Tables.existing(request, database).settings();
        Request specification = request.structure("PointInTimeRecoverySpecification");
        Long days = specification.number("RecoveryPeriodInDays");
        boolean enabled = specification.flag("PointInTimeRecoveryEnabled");
        settings.recovery(!enabled ? 0 : days == null ? LONGEST : days.intValue(), database.now());
        return answer(settings, database);
    }

    private static Map<String, Object> answer(TableSettings settings, Database database) {
        Map<String, Object> recovery = new LinkedHashMap<>();
        Instant since = settings.recoverySince();
        recovery.put("PointInTimeRecoveryStatus", since == null ? "DISABLED" : "ENABLED");
        if (since != null) {
            recovery.put("RecoveryPeriodInDays", settings.recoveryDays());
            recovery.put("EarliestRestorableDateTime", TableDescription.seconds(since));
            recovery.put("LatestRestorableDateTime", TableDescription.seconds(database.now()));
        }
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("ContinuousBackupsStatus", "ENABLED");
        description.put("PointInTimeRecoveryDescription", recovery);
        return Map.of("ContinuousBackupsDescription", description);
    }
}
