package io.github.dynamosessions.it;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A page whose requests have read their session, and wait until they may go on. Safe for use by several threads. */
final class GatedPage implements JettyPage {

    private static final int PATIENCE_SECONDS = 60;

    private final CountDownLatch begun;
    private final CountDownLatch open = new CountDownLatch(1);
    private final JettyPage rest;

    /**
     * @param requests that are waited for
     * @param rest what they do then
     */
    GatedPage(int requests, JettyPage rest) {
        this.begun = new CountDownLatch(requests);
        this.rest = rest;
    }

    @Override
    public void serve(HttpServletRequest request, HttpServletResponse response) throws Exception {
        request.getSession(false);
        begun.countDown();
        await(open);
        rest.serve(request, response);
    }

    /** Until all have read their session. */
    void awaitBegun() throws InterruptedException {
        await(begun);
    }

    /** Lets all go on. */
    void open() {
        open.countDown();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("waited for " + PATIENCE_SECONDS + " s in vain");
        }
    }
}
