package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.request.Request;
import io.github.dynamosessions.embedded.table.Database;
import io.github.dynamosessions.embedded.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** TagResource, UntagResource and ListTagsOfResource. */
final class Tags {

    private static final int MOST = 50;

    private Tags() {}

    static Map<String, Object> tag(Request request, Database database) {
        Map<String, String> tags = tags(request, database);
        List<Request> added = request.structures("Tags");
        if (added.isEmpty()) {
            throw ServiceError.validation("Atleast one Tag needs to be provided as Input.");
        }
        added.forEach(tag -> tags.put(tag.required("Key"), tag.required("Value")));
        if (tags.size() > MOST) {
            added.forEach(tag -> tags.remove(tag.required("Key")));
            throw ServiceError.of(
                    "LimitExceededException",
                    "One or more parameter values were invalid: " + "Too many tags: a table has at most " + MOST);
        }
        return Map.of();
    }

    static Map<String, Object> untag(Request request, Database database) {
        Map<String, String> tags = tags(request, database);
        if (request.list("TagKeys").isEmpty()) {
            throw ServiceError.validation("Atleast one Tag Key needs to be provided as Input.");
        }
        tags.keySet().removeAll(request.texts("TagKeys"));
        return Map.of();
    }

    static Map<String, Object> list(Request request, Database database) {
        List<Object> list = new ArrayList<>();
        tags(request, database).forEach((key, value) -> list.add(Map.of("Key", key, "Value", value)));
        return Map.of("Tags", list);
    }

    private static Map<String, String> tags(Request request, Database database) {
        String arn = request.required("ResourceArn");
        if (!arn.startsWith("arn:") || Database.name(arn).equals(arn)) {
            throw ServiceError.validation("Invalid TableArn: Invalid ResourceArn provided as input " + arn);
        }
        Table table = database.find(arn);
        if (table == null) {
            throw ServiceError.of(
                    "ResourceNotFoundException", "Requested resource not found: ResourcArn: " + arn + " not found");
        }
        return table.settings().tags();
    }
}
