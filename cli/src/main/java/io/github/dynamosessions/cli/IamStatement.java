package io.github.dynamosessions.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a feature needs, and nothing else; {@code docs/iam.md} explains what each action is for. */
enum IamStatement {
    SERVE_SESSIONS("ServeSessions", Target.ITEMS, "GetItem", "PutItem", "UpdateItem", "DeleteItem", "BatchGetItem"),
    FIND_EXPIRED_SESSIONS("FindExpiredSessions", Target.EXPIRY_INDEX, "Query"),
    CREATE_AND_CHECK_TABLE(
            "CreateAndCheckTable",
            Target.TABLE,
            "CreateTable",
            "DescribeTable",
            "DescribeTimeToLive",
            "UpdateTimeToLive"),
    ADMINISTER_TABLE(
            "AdministerTable",
            Target.TABLE,
            "CreateTable",
            "DescribeTable",
            "DescribeTimeToLive",
            "UpdateTimeToLive",
            "DeleteTable",
            "Scan"),
    ADMINISTER_SESSIONS("AdministerSessions", Target.ITEMS, "GetItem", "UpdateItem", "DeleteItem");

    private static final int EXPIRY_SHARDS = 8;

    private final String sid;
    private final Target target;
    private final List<String> actions;

    IamStatement(String sid, Target target, String... operations) {
        this.sid = sid;
        this.target = target;
        this.actions =
                Stream.of(operations).map(operation -> "dynamodb:" + operation).toList();
    }

    /**
     * As IAM reads it.
     *
     * @param keyPrefix that of the application; empty if it has none, and all items of the table are allowed
     */
    Map<String, Object> on(String tableArn, String keyPrefix) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Sid", sid);
        statement.put("Effect", "Allow");
        statement.put("Action", actions);
        statement.put("Resource", tableArn + (target == Target.EXPIRY_INDEX ? "/index/expiry-index" : ""));
        List<String> keys = keys(literal(keyPrefix));
        if (!keyPrefix.isEmpty() && !keys.isEmpty()) {
            statement.put("Condition", Map.of("ForAllValues:StringLike", Map.of("dynamodb:LeadingKeys", keys)));
        }
        return statement;
    }

    /**
     * The partition keys of an application. A prefix has no '/' and no '|', so these are not those of a longer prefix:
     * {@code <keyPrefix>/<context>|<vhost>|<selector>} for sessions, {@code <keyPrefix>chunk|<id>|<number>} for chunk items, and
     * {@code <keyPrefix><shard>} in the index.
     */
    private List<String> keys(String prefix) {
        return switch (target) {
            case TABLE -> List.of();
            case ITEMS -> List.of(prefix + "/*", prefix + "chunk|*");
            case EXPIRY_INDEX ->
                IntStream.range(0, EXPIRY_SHARDS).mapToObj(n -> prefix + n).toList();
        };
    }

    /** Without what IAM takes for a wildcard or a variable. */
    private static String literal(String prefix) {
        return prefix.replaceAll("[$*?]", "\\${$0}");
    }

    private enum Target {
        /** The table itself, and scans, which have no partition key. */
        TABLE,
        /** Items of the table. */
        ITEMS,
        /** The index by which expired sessions are found. */
        EXPIRY_INDEX
    }
}
