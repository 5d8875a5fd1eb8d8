package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Database;
import java.util.Map;

/** One operation of DynamoDB. It runs under the engine's lock, and either changes everything it should or nothing. */
@FunctionalInterface
interface Operation {

    /** Returns the members of the answer. */
    Map<String, Object> run(Request request, Database database);
}
