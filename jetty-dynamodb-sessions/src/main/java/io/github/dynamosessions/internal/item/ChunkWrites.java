package io.github.dynamosessions.internal.item;

import java.util.List;
import java.util.Map;

/**
 * What has to be written to chunks before the item that refers to them.
 *
 * @param large new values, whose chunks are not there yet
 * @param renewed references, by attribute name, whose chunks are there and get the TTL that stands in the reference
 */
public record ChunkWrites(List<LargeValue> large, Map<String, ChunkReference> renewed) {

    public static final ChunkWrites NONE = new ChunkWrites(List.of(), Map.of());
}
