package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.table.Item;
import io.github.dynamosessions.embedded.table.Position;
import io.github.dynamosessions.embedded.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the items of one page, up to the limit of the request or 1 MB, before they are filtered.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html">Paginating
 *     results</a>
 */
final class Page {

    private static final int LARGEST = 1024 * 1024;

    private final PageRequest page;
    private final List<Map<String, Value>> items = new ArrayList<>();
    private final Capacity capacity;
    private final boolean consistent;
    private int count;
    private int scanned;
    private long bytes;
    private @Nullable Item last;
    private boolean more;

    private Page(PageRequest page) {
        this.page = page;
        this.capacity = Capacity.of(page.request());
        this.consistent = page.request().flag("ConsistentRead");
    }

    static Map<String, Object> read(PageRequest page, Map<Position, Item> entries) {
        Page result = new Page(page);
        result.collect(entries);
        return result.answer();
    }

    private void collect(Map<Position, Item> entries) {
        Long limit = page.request().number("Limit");
        boolean fetches = page.fetches();
        for (Map.Entry<Position, Item> entry : entries.entrySet()) {
            Item item = entry.getValue();
            if (bytes > LARGEST) { // the item that crosses the limit is in the page
                more = true;
                return;
            }
            bytes += item.size();
            scanned++;
            last = item;
            Position primary = entry.getKey().primary();
            if (fetches && primary != null) {
                item = fetch(primary, item);
            }
            add(item.attributes());
            if (limit != null && scanned == limit) {
                more = true;
                return;
            }
        }
    }

    private Item fetch(Position primary, Item projected) {
        Item item = page.table().get(primary);
        capacity.read(page.table(), item, consistent);
        return item == null ? projected : item;
    }

    private void add(Map<String, Value> item) {
        if (page.filter() == null || page.filter().test(item)) {
            count++;
            items.add(Reads.project(item, page.projection()));
        }
    }

    private Map<String, Object> answer() {
        Map<String, Object> answer = new LinkedHashMap<>();
        if (!page.request().text("Select", "").equals("COUNT")) {
            answer.put("Items", items);
        }
        answer.put("Count", count);
        answer.put("ScannedCount", scanned);
        if (more && last != null) {
            answer.put("LastEvaluatedKey", page.keyOf(last));
        }
        capacity.readPage(page.table(), page.index(), bytes, consistent);
        capacity.addTo(answer);
        return answer;
    }
}
