package io.github.dynamosessions.benchmarks.dynamo;

/**
 * What DynamoDB charges on demand.
 *
 * @param readDollars for a million read request units
 * @param writeDollars for a million write request units
 */
public record Prices(double readDollars, double writeDollars) {

    private static final double MILLION = 1e6;

    /** US East (N. Virginia), since November 2024: https://aws.amazon.com/dynamodb/pricing/on-demand/. */
    public static final Prices US_EAST_1 = new Prices(0.125, 0.625);

    /** Dollars for so many units. */
    public double dollars(double readUnits, double writeUnits) {
        return (readUnits * readDollars + writeUnits * writeDollars) / MILLION;
    }
}
