package io.github.dynamosessions.it;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What a test's application answers under one path. */
@FunctionalInterface
interface JettyPage {
    void serve(HttpServletRequest request, HttpServletResponse response) throws Exception;
}
