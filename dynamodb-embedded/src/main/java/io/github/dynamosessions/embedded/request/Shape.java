package io.github.dynamosessions.embedded.request;

import io.github.dynamosessions.embedded.error.ServiceError;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the service's model says of a parameter: its JSON type, which is checked first and alone, and its constraints,
 * of which all violations are reported together.
 */
sealed interface Shape {

    /** Adds what is wrong with a value that is not null. */
    void check(Object value, String path, Violations violations);

    /** Text, with limits of its length, a pattern, or a list of values. */
    record Text(int shortest, int longest, @Nullable Pattern pattern, List<String> values) implements Shape {

        static final Text ANY = new Text(0, Integer.MAX_VALUE, null, List.of());

        static Text length(int shortest, int longest) {
            return new Text(shortest, longest, null, List.of());
        }

        static Text pattern(int shortest, int longest, String pattern) {
            return new Text(shortest, longest, Pattern.compile(pattern), List.of());
        }

        static Text oneOf(String... values) {
            return new Text(0, Integer.MAX_VALUE, null, List.of(values));
        }

        @Override
        public void check(Object value, String path, Violations violations) {
            if (!(value instanceof String text)) {
                throw mismatch(value, "String");
            }
            if (!values.isEmpty() && !values.contains(text)) {
                violations.add(text, path, "Member must satisfy enum value set: [" + String.join(", ", values) + "]");
            }
            if (pattern != null && !text.isEmpty() && !pattern.matcher(text).matches()) {
                violations.add(text, path, "Member must satisfy regular expression pattern: " + pattern);
            }
            violations.length(text, text.length(), path, shortest, longest);
        }
    }

    /** The name of a table, or its ARN, which is longer. */
    record TableName(int shortest) implements Shape {

        private static final int LONGEST = 255;
        private static final Pattern CHARACTERS = Pattern.compile("[a-zA-Z0-9_.-]+");
        private static final Text ARN = Text.length(1, 1024);

        @Override
        public void check(Object value, String path, Violations violations) {
            boolean arn = value instanceof String text && text.startsWith("arn:");
            (arn ? ARN : new Text(shortest, LONGEST, CHARACTERS, List.of())).check(value, path, violations);
        }
    }

    /** Base64. */
    record Blob() implements Shape {
        @Override
        public void check(Object value, String path, Violations violations) {
            if (!(value instanceof String text)) {
                throw mismatch(value, "Blob");
            }
            if (text.length() % 4 != 0) {
                throw ServiceError.serialization(
                        "Base64 encoded length is expected a multiple of 4 bytes but found: " + text.length());
            }
            try {
                Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw ServiceError.serialization("Invalid Base64 input: " + text);
            }
        }
    }

    /** A number without fraction, between two limits. */
    record Whole(String type, long least, long most) implements Shape {
        @Override
        public void check(Object value, String path, Violations violations) {
            if (!(value instanceof Number number)) {
                throw mismatch(value, type);
            }
            if (number.longValue() < least) {
                violations.add(number, path, "Member must have value greater than or equal to " + least);
            } else if (number.longValue() > most) {
                violations.add(number, path, "Member must have value less than or equal to " + most);
            }
        }
    }

    /** A shape whose violations are reported without the value. */
    record WithoutValue(Shape shape) implements Shape {
        @Override
        public void check(Object value, String path, Violations violations) {
            if (value instanceof List<?> list && list.isEmpty() || value instanceof Number n && n.longValue() < 1) {
                String what = value instanceof List ? "length" : "value";
                violations.addWithoutValue(path, "Member must have " + what + " greater than or equal to 1");
            } else if (value instanceof List<?> list
                    && shape instanceof Listing listing
                    && list.size() > listing.longest()) {
                violations.addWithoutValue(path, "Member must have length less than or equal to " + listing.longest());
            } else {
                shape.check(value, path, violations);
            }
        }
    }

    /** A map by table, whose names and lists are checked before their contents. */
    record ByTable(Shape element, int shortest, int longest) implements Shape {

        private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,255}|arn:.+");

        @Override
        public void check(Object value, String path, Violations violations) {
            if (!(value instanceof Map<?, ?> tables)) {
                throw ServiceError.serialization("Unexpected field type");
            }
            for (Map.Entry<?, ?> entry : tables.entrySet()) {
                if (!NAME.matcher((String) entry.getKey()).matches()) {
                    violations.add(
                            value,
                            path,
                            "Map keys must satisfy constraint: [Member must have length less than or "
                                    + "equal to 255, Member must have length greater than or equal to 3, "
                                    + "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]");
                } else if (entry.getValue() instanceof List<?> list
                        && (list.size() < shortest || list.size() > longest)) {
                    violations.add(
                            value,
                            path,
                            "Map value must satisfy constraint: [Member must have length less than or "
                                    + "equal to " + longest + ", Member must have length greater than or equal to "
                                    + shortest
                                    + "]");
                } else if (entry.getValue() != null) {
                    element.check(entry.getValue(), path + "." + entry.getKey() + ".member", violations);
                }
            }
        }
    }

    /** True or false. */
    record Flag() implements Shape {
        @Override
        public void check(Object value, String path, Violations violations) {
            if (!(value instanceof Boolean)) {
                throw mismatch(value, "Boolean");
            }
        }
    }

    /** A list, with limits of its length. */
    record Listing(Shape element, int shortest, int longest) implements Shape {
        @Override
        public void check(Object value, String path, Violations violations) {
            if (!(value instanceof List<?> elements)) {
                throw ServiceError.serialization(
                        value instanceof Map
                                ? "Start of structure or map found where not expected"
                                : "Unexpected field type");
            }
            violations.length(value, elements.size(), path, shortest, longest);
            int position = 0;
            for (Object each : elements) {
                position++;
                if (each != null) {
                    element.check(each, path + "." + position + ".member", violations);
                }
            }
        }
    }

    /** A map of names to values, with limits of its size and of the names' lengths. */
    record Mapping(Shape element, int smallest, int largest, int longestKey) implements Shape {
        @Override
        public void check(Object value, String path, Violations violations) {
            if (!(value instanceof Map<?, ?> entries)) {
                throw ServiceError.serialization("Unexpected field type");
            }
            violations.length(value, entries.size(), path, smallest, largest);
            entries.forEach((key, each) -> {
                if (((String) key).length() > longestKey) {
                    violations.add(
                            value,
                            path,
                            "Map keys must satisfy constraint: [Member must have length less than or equal to "
                                    + longestKey + "]");
                }
                if (each != null) {
                    element.check(each, path + "." + key + ".member", violations);
                }
            });
        }
    }

    /** A structure of named members; unknown ones are ignored, as the service does. */
    record Structure(Map<String, Member> members) implements Shape {

        static Structure of() {
            return new Structure(new LinkedHashMap<>());
        }

        Structure with(String name, Shape shape) {
            members.put(name, new Member(() -> shape, false));
            return this;
        }

        Structure with(String name, Supplier<Shape> shape) {
            members.put(name, new Member(shape, false));
            return this;
        }

        Structure require(String name, Shape shape) {
            members.put(name, new Member(() -> shape, true));
            return this;
        }

        @Override
        public void check(Object value, String path, Violations violations) {
            if (!(value instanceof Map<?, ?> fields)) {
                throw ServiceError.serialization(
                        value instanceof List
                                ? "Unrecognized collection type class java.util.ArrayList"
                                : "Unexpected field type");
            }
            members.forEach((name, member) -> {
                Object field = fields.get(name);
                String below = (path.isEmpty() ? "" : path + ".") + decapitalized(name);
                if (field != null) {
                    member.shape().get().check(field, below, violations);
                } else if (member.required()) {
                    violations.add(null, below, "Member must not be null");
                }
                if (path.isEmpty() && name.equals("TableName")) {
                    violations.throwIfAny(); // nothing else is looked at
                }
            });
        }

        private static String decapitalized(String name) {
            return Character.toLowerCase(name.charAt(0)) + name.substring(1);
        }
    }

    /** A member of a structure. The shape is a supplier because shapes of values contain themselves. */
    record Member(Supplier<Shape> shape, boolean required) {}

    static ServiceError mismatch(Object value, String expected) {
        if (value instanceof Map) {
            return ServiceError.serialization("Start of structure or map found where not expected");
        }
        if (value instanceof List) {
            return ServiceError.serialization("Unrecognized collection type class java.lang." + expected);
        }
        String token = value instanceof String
                ? "STRING_VALUE"
                : value instanceof Boolean flag
                        ? (flag ? "TRUE_VALUE" : "FALSE_VALUE")
                        : value instanceof Long ? "NUMBER_VALUE" : "DECIMAL_VALUE";
        return ServiceError.serialization(token + " cannot be converted to " + expected);
    }
}
