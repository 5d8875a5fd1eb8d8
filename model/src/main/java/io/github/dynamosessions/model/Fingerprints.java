package io.github.dynamosessions.model;

/** A set of 64-bit numbers, with open addressing. */
final class Fingerprints {

    private long[] table = new long[1 << 16];
    private int size;

    /** Whether it is new. */
    boolean add(long fingerprint) {
        if (size * 2 >= table.length) {
            grow();
        }
        if (!put(fingerprint == 0 ? 1 : fingerprint)) {
            return false;
        }
        size++;
        return true;
    }

    int size() {
        return size;
    }

    private boolean put(long value) {
        int i = (int) (value ^ value >>> 32) & table.length - 1;
        while (table[i] != 0) {
            if (table[i] == value) {
                return false;
            }
            i = i + 1 & table.length - 1;
        }
        table[i] = value;
        return true;
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        for (long value : old) {
            if (value != 0) {
                put(value);
            }
        }
    }
}
