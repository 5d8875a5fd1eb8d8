package io.github.dynamosessions.model;

/**
 * The cookie that the client has.
 *
 * @param secret 0 for no cookie
 * @param former after a rotation in doubt, the secret from before it; otherwise 0
 */
record Cookie(int secret, int former) {

    static final Cookie NONE = new Cookie(0, 0);

    static Cookie of(int secret) {
        return new Cookie(secret, 0);
    }

    boolean has(int opens) {
        return opens != 0 && (secret == opens || former == opens);
    }

    @Override
    public String toString() {
        return secret + (former != 0 ? "~" + former : "");
    }
}
