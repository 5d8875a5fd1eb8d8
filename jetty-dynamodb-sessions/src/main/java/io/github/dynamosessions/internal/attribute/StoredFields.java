package io.github.dynamosessions.internal.attribute;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.util.Fields;

/**
 * The serialized form of {@link Fields}, which is not serializable: the parameters of a form that Jetty keeps while a user logs in.
 * Stored items contain the name of this class and of its components, so these never change.
 *
 * @param caseSensitive whether names that differ in case are different names
 * @param fields for each field its name, then its values
 */
record StoredFields(boolean caseSensitive, String[][] fields) implements Serializable {

    static StoredFields of(Fields fields) {
        List<String[]> rows = new ArrayList<>();
        boolean caseSensitive = true;
        for (Fields.Field field : fields) {
            List<String> row = new ArrayList<>(List.of(field.getName()));
            row.addAll(field.getValues());
            rows.add(row.toArray(String[]::new));
            caseSensitive &= !isFoundInOtherCase(fields, field.getName());
        }
        return new StoredFields(caseSensitive, rows.toArray(String[][]::new));
    }

    /** The one way to find out: {@link Fields} do not tell. */
    private static boolean isFoundInOtherCase(Fields fields, String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        String other = name.equals(upper) ? name.toLowerCase(Locale.ROOT) : upper;
        Fields.Field found = fields.get(other);
        return !other.equals(name) && found != null && found.getName().equals(name);
    }

    private Object readResolve() {
        Fields restored = new Fields(caseSensitive);
        for (String[] row : fields) {
            restored.put(new Fields.Field(row[0], List.of(row).subList(1, row.length)));
        }
        return restored;
    }
}
