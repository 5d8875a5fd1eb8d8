package io.github.dynamosessions.benchmarks.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Random;

/**
 * A shopping cart: the object that most often lies in a session.
 *
 * @param id its number
 * @param lines what is in it
 */
public record Cart(String id, ArrayList<CartLine> lines) implements Serializable {

    private static final int MAX_QUANTITY = 9;
    private static final int MAX_PRICE_CENTS = 50_000;
    private static final int NAME_LENGTH = 24;
    private static final int SKU_DIGITS = 8;

    /** A cart of about so many bytes in Java's serialization; one line is the least. */
    static Cart ofBytes(int bytes, Random random) {
        Cart cart = new Cart(Words.digits(SKU_DIGITS, random), new ArrayList<>());
        cart.lines.add(line(random));
        int firstBytes = serializedBytes(cart);
        cart.lines.add(line(random));
        int lineBytes = serializedBytes(cart) - firstBytes;
        cart.lines.remove(1);
        for (int size = firstBytes; size + lineBytes / 2 < bytes; size += lineBytes) {
            cart.lines.add(line(random));
        }
        return cart;
    }

    /** This cart with another quantity in its first line: the change that a request makes. */
    Cart changed(int turn) {
        ArrayList<CartLine> changed = new ArrayList<>(lines);
        CartLine first = changed.get(0);
        changed.set(0, new CartLine(first.sku(), first.name(), 1 + turn % MAX_QUANTITY, first.priceCents()));
        return new Cart(id, changed);
    }

    private static CartLine line(Random random) {
        return new CartLine(
                Words.digits(SKU_DIGITS, random),
                Words.text(NAME_LENGTH, random),
                1 + random.nextInt(MAX_QUANTITY),
                random.nextInt(MAX_PRICE_CENTS));
    }

    static int serializedBytes(Cart cart) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(cart);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.size();
    }
}
