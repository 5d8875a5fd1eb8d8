package io.github.dynamosessions.embedded.value;

import io.github.dynamosessions.embedded.error.ServiceError;
import java.math.BigDecimal;

/**
 * Numbers have up to 38 significant digits, and a magnitude between 1E-130 and 9.99E+125.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number">Number</a>
 */
public final class Numbers {

    private static final int DIGITS = 38;
    private static final int HIGHEST_EXPONENT = 125;
    private static final int LOWEST_EXPONENT = -130;
    private static final int LONGEST_TEXT = 1000;

    private Numbers() {}

    /**
     * Reads the text of a number.
     *
     * @throws ServiceError if it is no number, or not in range
     */
    public static Value.N parse(String text) {
        if (text.isEmpty()) {
            throw ServiceError.validation("The parameter cannot be converted to a numeric value");
        }
        BigDecimal number;
        try {
            if (text.length() > LONGEST_TEXT) {
                throw new NumberFormatException();
            }
            number = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw ServiceError.validation("The parameter cannot be converted to a numeric value: " + text);
        }
        return checked(number);
    }

    /**
     * Checks the result of an addition or subtraction as well.
     *
     * @throws ServiceError if it is not in range
     */
    public static Value.N checked(BigDecimal number) {
        Value.N normal = new Value.N(number);
        BigDecimal digits = normal.number();
        if (digits.signum() == 0) {
            return normal;
        }
        long exponent = (long) digits.precision() - digits.scale() - 1;
        if (exponent > HIGHEST_EXPONENT) {
            throw ServiceError.validation(
                    "Number overflow. Attempting to store a number with magnitude larger than supported range");
        }
        if (exponent < LOWEST_EXPONENT) {
            throw ServiceError.validation(
                    "Number underflow. Attempting to store a number with magnitude smaller than supported range");
        }
        if (digits.precision() > DIGITS) {
            throw ServiceError.validation("Attempting to store more than 38 significant digits in a Number");
        }
        return normal;
    }
}
