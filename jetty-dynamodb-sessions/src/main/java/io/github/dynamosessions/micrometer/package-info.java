/** What a store does, as meters of Micrometer. Needs {@code micrometer-core}, which the library does not bring along. */
@NullMarked
package io.github.dynamosessions.micrometer;

import org.jspecify.annotations.NullMarked;
