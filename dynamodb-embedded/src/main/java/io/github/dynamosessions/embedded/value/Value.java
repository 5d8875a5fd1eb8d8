package io.github.dynamosessions.embedded.value;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value of an attribute. Immutable; so are its collections.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html">Data
 *     types</a>
 */
public sealed interface Value {

    /** The name of its type in JSON and in {@code attribute_type}: S, N, B, BOOL, NULL, M, L, SS, NS or BS. */
    String type();

    /** A string. */
    record S(String text) implements Value, Comparable<S> {
        @Override
        public String type() {
            return "S";
        }

        @Override
        public int compareTo(S other) {
            return Utf8.compare(text, other.text);
        }
    }

    /** A number in normal form: equal numbers are equal records. */
    record N(BigDecimal number) implements Value, Comparable<N> {

        public N {
            number = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        }

        @Override
        public String type() {
            return "N";
        }

        /** The text that DynamoDB returns: no exponent, no leading or trailing zeros. */
        public String text() {
            return number.toPlainString();
        }

        @Override
        public int compareTo(N other) {
            return number.compareTo(other.number);
        }
    }

    /** Bytes. */
    record B(byte[] bytes) implements Value, Comparable<B> {
        @Override
        public String type() {
            return "B";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof B that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return HexFormat.of().formatHex(bytes);
        }

        @Override
        public int compareTo(B other) {
            return Arrays.compareUnsigned(bytes, other.bytes);
        }
    }

    /** True or false. */
    record Bool(boolean flag) implements Value {
        @Override
        public String type() {
            return "BOOL";
        }
    }

    /** Null. */
    record Null() implements Value {
        @Override
        public String type() {
            return "NULL";
        }
    }

    /** A map of names to values. */
    record M(Map<String, Value> entries) implements Value {
        @Override
        public String type() {
            return "M";
        }
    }

    /** A list of values. */
    record L(List<Value> elements) implements Value {
        @Override
        public String type() {
            return "L";
        }
    }

    /** A set of strings, numbers or byte arrays; never empty. */
    sealed interface SetOf extends Value {
        /** Its elements, each an {@link S}, {@link N} or {@link B}. */
        Set<? extends Value> elements();
    }

    /** A set of strings. */
    record SS(Set<S> elements) implements SetOf {
        @Override
        public String type() {
            return "SS";
        }
    }

    /** A set of numbers. */
    record NS(Set<N> elements) implements SetOf {
        @Override
        public String type() {
            return "NS";
        }
    }

    /** A set of byte arrays. */
    record BS(Set<B> elements) implements SetOf {
        @Override
        public String type() {
            return "BS";
        }
    }

    /** The order of two strings, numbers or byte arrays; null of anything else. */
    static @Nullable Integer order(@Nullable Value a, @Nullable Value b) {
        if (a instanceof S x && b instanceof S y) {
            return x.compareTo(y);
        }
        if (a instanceof N x && b instanceof N y) {
            return x.compareTo(y);
        }
        if (a instanceof B x && b instanceof B y) {
            return x.compareTo(y);
        }
        return null;
    }
}
