package io.github.dynamosessions.model;

/**
 * What the properties remember of the whole run; the protocol does not see it, except for the client's cookie.
 *
 * @param ends0 how often the session in context 0 has ended
 * @param ended the tokens whose calls have ended a session
 * @param notified the tokens for whose ends listeners were notified
 * @param accessed the last acknowledged access, by a perfect clock
 * @param overwritten whether the cookie of a rotation in doubt has replaced that of a newer rotation
 */
record History(Cookie cookie, int ends0, int ends1, long ended, long notified, int accessed, boolean overwritten) {

    int ends(int context) {
        return context == 0 ? ends0 : ends1;
    }

    History with(Cookie set) {
        return new History(set, ends0, ends1, ended, notified, accessed, overwritten);
    }

    History end(int context, int token) {
        return new History(
                cookie,
                ends0 + (context == 0 ? 1 : 0),
                ends1 + (context == 1 ? 1 : 0),
                ended | 1L << token,
                notified,
                accessed,
                overwritten);
    }

    History overwritten(Cookie set) {
        return new History(set, ends0, ends1, ended, notified, accessed, true);
    }

    History notify(int token) {
        return new History(cookie, ends0, ends1, ended, notified | 1L << token, accessed, overwritten);
    }

    History access(int at) {
        return new History(cookie, ends0, ends1, ended, notified, Math.max(accessed, at), overwritten);
    }
}
