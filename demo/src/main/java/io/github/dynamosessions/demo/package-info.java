/**
 * Several Javalin nodes, a round-robin front and an embedded DynamoDB, to watch one session move between nodes. {@link
 * io.github.dynamosessions.demo.Main} starts it.
 */
@NullMarked
package io.github.dynamosessions.demo;

import org.jspecify.annotations.NullMarked;
