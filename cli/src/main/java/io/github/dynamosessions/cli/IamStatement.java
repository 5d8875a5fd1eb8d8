package io.github.dynamosessions.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a feature needs, and nothing else; {@code docs/iam.md} says what each action is for. */
enum IamStatement {
    SERVE_SESSIONS("ServeSessions", "", "GetItem", "PutItem", "UpdateItem", "DeleteItem", "BatchGetItem"),
    FIND_EXPIRED_SESSIONS("FindExpiredSessions", "/index/expiry-index", "Query"),
    CREATE_AND_CHECK_TABLE(
            "CreateAndCheckTable", "", "CreateTable", "DescribeTable", "DescribeTimeToLive", "UpdateTimeToLive"),
    COMMAND_LINE(
            "CommandLine",
            "",
            "CreateTable",
            "DescribeTable",
            "DescribeTimeToLive",
            "UpdateTimeToLive",
            "DeleteTable",
            "GetItem",
            "DeleteItem",
            "PutItem",
            "Scan");

    private final String sid;
    private final String resourceSuffix;
    private final List<String> actions;

    IamStatement(String sid, String resourceSuffix, String... operations) {
        this.sid = sid;
        this.resourceSuffix = resourceSuffix;
        this.actions =
                Stream.of(operations).map(operation -> "dynamodb:" + operation).toList();
    }

    /** As IAM reads it. */
    Map<String, Object> on(String tableArn) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Sid", sid);
        statement.put("Effect", "Allow");
        statement.put("Action", actions);
        statement.put("Resource", tableArn + resourceSuffix);
        return statement;
    }
}
