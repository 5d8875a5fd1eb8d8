package io.github.dynamosessions.benchmarks.session;

import java.io.Serializable;

/**
 * A line of a {@link Cart}.
 *
 * @param sku the article's number
 * @param name its name
 * @param quantity how many
 * @param priceCents the price of one
 */
public record CartLine(String sku, String name, int quantity, long priceCents) implements Serializable {}
