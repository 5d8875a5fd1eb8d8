package io.github.dynamosessions.embedded.request;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.value.Value;
import io.github.dynamosessions.embedded.value.ValueReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, or of a structure in it, whose shape was checked. */
public final class Request {

    private final Map<?, ?> fields;

    /** Wraps a structure whose shape was checked. */
    public Request(Map<?, ?> fields) {
        this.fields = fields;
    }

    /** Whether a parameter is there and not null. */
    public boolean has(String name) {
        return fields.get(name) != null;
    }

    /** A text, or null. */
    public @Nullable String text(String name) {
        return (String) fields.get(name);
    }

    /** A text, or what applies without it. */
    public String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    /** A text that the shape requires. */
    public String required(String name) {
        return text(name, "");
    }

    /** A flag; false unless it is given. */
    public boolean flag(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    /** A number, or null. */
    public @Nullable Long number(String name) {
        Number number = (Number) fields.get(name);
        return number == null ? null : number.longValue();
    }

    /** A structure; an empty one unless it is given. */
    public Request structure(String name) {
        return new Request(map(name));
    }

    /** A map; empty unless it is given. */
    public Map<?, ?> map(String name) {
        Map<?, ?> map = (Map<?, ?>) fields.get(name);
        return map == null ? Map.of() : map;
    }

    /** All fields, as they are in JSON. */
    public Map<?, ?> fields() {
        return fields;
    }

    /** A list; empty unless it is given. */
    public List<?> list(String name) {
        List<?> list = (List<?>) fields.get(name);
        return list == null ? List.of() : list;
    }

    /** A list of texts; empty unless it is given. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        list(name).forEach(text -> texts.add((String) text));
        return texts;
    }

    /** A list of structures; empty unless it is given. */
    public List<Request> structures(String name) {
        List<Request> structures = new ArrayList<>();
        list(name).forEach(each -> structures.add(new Request((Map<?, ?>) each)));
        return structures;
    }

    /**
     * An item or a key.
     *
     * @throws ServiceError if one of its values is not valid
     */
    public Map<String, Value> item(String name) {
        return ValueReader.item(map(name));
    }
}
