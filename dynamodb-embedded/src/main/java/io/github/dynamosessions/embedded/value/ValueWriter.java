package io.github.dynamosessions.embedded.value;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;

/** Writes values in DynamoDB JSON: {@code {"S":"text"}}. */
public final class ValueWriter {

    private ValueWriter() {}

    /** Writes one value with its type. */
    public static void write(JsonGenerator out, Value value) throws IOException {
        out.writeStartObject();
        out.writeFieldName(value.type());
        if (value instanceof Value.Bool bool) {
            out.writeBoolean(bool.flag());
        } else if (value instanceof Value.Null) {
            out.writeBoolean(true);
        } else if (value instanceof Value.M map) {
            out.writeStartObject();
            for (Map.Entry<String, Value> entry : map.entries().entrySet()) {
                out.writeFieldName(entry.getKey());
                write(out, entry.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof Value.L list) {
            out.writeStartArray();
            for (Value element : list.elements()) {
                write(out, element);
            }
            out.writeEndArray();
        } else if (value instanceof Value.SetOf set) {
            out.writeStartArray();
            for (Value element : set.elements()) {
                scalar(out, element);
            }
            out.writeEndArray();
        } else {
            scalar(out, value);
        }
        out.writeEndObject();
    }

    private static void scalar(JsonGenerator out, Value value) throws IOException {
        if (value instanceof Value.S string) {
            out.writeString(string.text());
        } else if (value instanceof Value.N number) {
            out.writeString(number.text());
        } else if (value instanceof Value.B binary) {
            out.writeBinary(binary.bytes());
        }
    }
}
