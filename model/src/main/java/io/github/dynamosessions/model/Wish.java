package io.github.dynamosessions.model;

/**
 * What a request wants to change; 0 for what it leaves.
 *
 * @param chunks the key of the chunks that hold the value of a
 * @param accessed when it was let in, by its node's clock
 * @param expiry only where the stored one is too early
 */
record Wish(int a, int b, int chunks, int accessed, int expiry, int idle) {

    static Wish of(Move move, Item item) {
        Script script = move.script();
        int now = move.now();
        int idle = script.idle();
        return new Wish(
                script.setsA() ? Values.first(move.request) : 0,
                script.setsB() ? Values.first(move.request) : 0,
                script.largeA() ? Chunks.of(move.request, 0) : 0,
                now,
                idle != 0 ? changed(item, now, idle) : expiry(item, now),
                idle);
    }

    private static int expiry(Item item, int accessed) {
        return item.expiry() != 0 && accessed + item.idle() > item.expiry()
                ? accessed + item.idle() + Scenario.touch(item.idle())
                : 0;
    }

    /** The new idle timeout begins now, or with the stored access. */
    private static int changed(Item item, int now, int idle) {
        int accessed = item.expiry() - item.idle() - Scenario.touch(item.idle());
        return Math.max(now, accessed) + idle + Scenario.touch(idle);
    }

    boolean isEmpty() {
        return a == 0 && b == 0 && expiry == 0 && idle == 0;
    }

    /** The same with other chunks for the value of a. */
    Wish chunks(int key) {
        return new Wish(a, b, key, accessed, expiry, idle);
    }

    Wish attributes(int valueA, int valueB) {
        return new Wish(valueA, valueB, valueA == 0 ? 0 : chunks, accessed, expiry, idle);
    }

    /** What is left to do, computed against the item that a refusal has brought back. */
    Wish against(Move move, Item known, Item found) {
        int newA = a == found.a().value() ? 0 : a;
        int newB = b == found.b().value() ? 0 : b;
        int newExpiry = expiry;
        if (idle != 0) {
            if (found.idle() == idle) {
                return new Wish(newA, newB, newA == 0 ? 0 : chunks, accessed, expiry(found, accessed), 0);
            }
            newExpiry = changed(found, accessed, idle);
        } else if (expiry != 0) {
            boolean changed = found.idle() != known.idle() && !move.is(Mutant.DROPS_TIMES_AFTER_CHANGE_OF_IDLE);
            newExpiry = changed
                    ? expiry(found, accessed)
                    : found.idle() != known.idle() || found.expiry() >= expiry ? 0 : expiry;
        }
        return new Wish(newA, newB, newA == 0 ? 0 : chunks, accessed, newExpiry, idle);
    }

    Update.Expected expected(Move move, Item known, int idVersion) {
        // Of a rotation, the idVersion is enough: no attempt of it is executed after a later one.
        boolean compared = idVersion == 0 && !move.is(Mutant.NO_ATTRIBUTE_NUMBERS);
        boolean times = expiry != 0 && idle == 0 && !move.is(Mutant.TIMES_NOT_COMPARED);
        return new Update.Expected(
                known.expiry() == 0 ? 0 : accessed,
                idle != 0 && !move.is(Mutant.TIMES_NOT_COMPARED) ? known.version() : 0,
                idVersion,
                times ? known.idle() : 0,
                times ? expiry : 0,
                a != 0 && compared ? Update.Seen.in(known, Name.A) : null,
                b != 0 && compared ? Update.Seen.in(known, Name.B) : null);
    }

    Update.Assigned assigned(Move move, Item known, int secret) {
        int more = (a != 0 && known.a().entry() == 0 ? 1 : 0)
                + (b != 0 && known.b().entry() == 0 ? 1 : 0);
        Update.Collapse collapse = more == 0 || known.entries() + more <= move.scenario.maxEntries
                ? Update.Collapse.NO
                : move.is(Mutant.COLLAPSE_WITHOUT_BASE) ? Update.Collapse.WITHOUT_BASE : Update.Collapse.YES;
        return new Update.Assigned(a, b, a == 0 ? 0 : chunks, expiry, idle, secret, secret != 0, collapse);
    }
}
