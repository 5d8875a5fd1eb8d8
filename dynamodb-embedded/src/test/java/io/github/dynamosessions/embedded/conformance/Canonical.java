package io.github.dynamosessions.embedded.conformance;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items for comparison: sets without order, numbers without notation. */
final class Canonical {

    private Canonical() {}

    static Map<String, Object> of(Map<String, AttributeValue> item) {
        return item.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> of(entry.getValue())));
    }

    static Map<String, Object> of(String item) {
        return of(Notation.item(item));
    }

    private static Object of(AttributeValue value) {
        return switch (value.type()) {
            case N -> number(value.n());
            case NS -> typed("NS", value.ns(), Canonical::number);
            case SS -> typed("SS", value.ss(), Object.class::cast);
            case BS -> typed("BS", value.bs(), Object.class::cast);
            case L -> value.l().stream().map(Canonical::of).toList();
            case M -> of(value.m());
            default -> value;
        };
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text).stripTrailingZeros();
    }

    /** A member that came twice is not lost. */
    private static <T> List<Object> typed(String type, List<T> members, Function<T, Object> canonical) {
        Set<Object> set = members.stream().map(canonical).collect(Collectors.toCollection(HashSet::new));
        return List.of(type, members.size(), set);
    }
}
