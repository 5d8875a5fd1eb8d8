package io.github.dynamosessions.internal.item;

import java.util.List;
import java.util.Map;

/**
 * What has to be written to parts before the item that refers to them.
 *
 * @param spilled new values, whose parts are not there yet
 * @param renewed references, by attribute name, whose parts are there and get the TTL that stands in the reference
 */
public record PartWrites(List<SpilledValue> spilled, Map<String, PartReference> renewed) {

    public static final PartWrites NONE = new PartWrites(List.of(), Map.of());

    /** The references to values whose parts are new. */
    public List<PartReference> references() {
        return spilled.stream().map(SpilledValue::reference).toList();
    }
}
