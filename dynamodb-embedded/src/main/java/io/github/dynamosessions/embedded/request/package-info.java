/** Requests: the shapes and constraints of their parameters, and access to them. */
@NullMarked
package io.github.dynamosessions.embedded.request;

import org.jspecify.annotations.NullMarked;
