package io.github.dynamosessions.embedded.operation;

import io.github.dynamosessions.embedded.error.ServiceError;
import io.github.dynamosessions.embedded.value.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The end of the range of values that begin with a prefix. */
final class Prefixes {

    private static final int BEFORE_SURROGATES = 0xD7FF;
    private static final int AFTER_SURROGATES = 0xE000;

    private Prefixes() {}

    /** The least value that is greater than all values with this prefix; null if there is none. */
    static @Nullable Value next(Value prefix) {
        if (prefix instanceof Value.S string) {
            return next(string.text());
        }
        if (prefix instanceof Value.B binary) {
            return next(binary.bytes());
        }
        throw ServiceError.validation(
                "Invalid KeyConditionExpression: Incorrect operand type for operator or function; "
                        + "operator or function: begins_with, operand type: " + prefix.type());
    }

    private static @Nullable Value next(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int greater = last == BEFORE_SURROGATES ? AFTER_SURROGATES : last + 1;
                return new Value.S(prefix.substring(0, end) + Character.toString(greater));
            }
        }
        return null;
    }

    private static @Nullable Value next(byte[] prefix) {
        for (int end = prefix.length; end > 0; end--) {
            if (prefix[end - 1] != (byte) 0xFF) {
                byte[] next = Arrays.copyOf(prefix, end);
                next[end - 1]++;
                return new Value.B(next);
            }
        }
        return null;
    }
}
