/** Which request the current thread works for, and how its response is replaced when its session fails. */
@NullMarked
package io.github.dynamosessions.internal.request;

import org.jspecify.annotations.NullMarked;
