package io.github.dynamosessions.benchmarks.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The attributes of a session of a given shape and size. Immutable; the same for the same arguments. */
public final class SessionContent {

    /** The attribute that a changing request sets. */
    public static final String CHANGED = "recent";

    /** The attribute that {@link #withBig} adds. */
    public static final String BIG = "document";

    private static final int SEED = 20_260_101;
    private static final int MAX_TEXTS = 9;
    private static final int LEAST_TEXT_CHARS = 16;
    private static final int NUMBERS_BYTES = 60;
    private static final int BYTES_OF_A_CART = 5_000;

    private final Map<String, Object> attributes = new LinkedHashMap<>();

    private SessionContent() {}

    /**
     * The attributes of one session.
     *
     * @param shape the kind of values
     * @param bytes about how many bytes names and values take, uncompressed
     */
    public static SessionContent of(Shape shape, int bytes) {
        SessionContent content = new SessionContent();
        Random random = new Random(SEED);
        switch (shape) {
            case SCALARS -> content.addScalars(bytes, random);
            case OBJECTS -> content.addCarts(bytes, random);
            case MIXED -> {
                content.addCarts(bytes / 2, random);
                content.addScalars(bytes / 2, random);
            }
        }
        return content;
    }

    /** A small session and one attribute of so many bytes that do not compress, such as a picture. */
    public static SessionContent withBig(int smallBytes, int bigBytes) {
        SessionContent content = of(Shape.SCALARS, smallBytes);
        byte[] big = new byte[bigBytes];
        new Random(SEED).nextBytes(big);
        content.attributes.put(BIG, big);
        return content;
    }

    /** Names and values. */
    public Map<String, Object> attributes() {
        return attributes;
    }

    /** Values of the attribute that changes: of equal size, and no two turns in a row have the same. */
    public List<Object> changes() {
        Object value = attributes.get(CHANGED);
        List<Object> changes = new ArrayList<>();
        for (int turn = 0; turn < 2; turn++) {
            changes.add(
                    value instanceof Cart cart
                            ? cart.changed(turn)
                            : turn + value.toString().substring(1));
        }
        return List.copyOf(changes);
    }

    private void addScalars(int bytes, Random random) {
        attributes.put("userId", random.nextInt(1_000_000));
        attributes.put("since", 1_767_225_600_000L);
        attributes.put("member", true);
        int textBytes = Math.max(LEAST_TEXT_CHARS, bytes - NUMBERS_BYTES);
        int texts = Math.max(1, Math.min(MAX_TEXTS, textBytes / (2 * LEAST_TEXT_CHARS)));
        for (int i = 0; i < texts; i++) {
            add("text" + i, Words.text(textBytes / texts, random));
        }
    }

    private void addCarts(int bytes, Random random) {
        int carts = Math.max(1, Math.round((float) bytes / BYTES_OF_A_CART));
        for (int i = 0; i < carts; i++) {
            add("cart" + i, Cart.ofBytes(bytes / carts, random));
        }
    }

    /** The first of them is the one that changes. */
    private void add(String name, Object value) {
        attributes.put(attributes.containsKey(CHANGED) ? name : CHANGED, value);
    }
}
