/** HTTP sessions of Javalin 7 in Amazon DynamoDB: one plugin. */
@NullMarked
package io.github.dynamosessions.javalin;

import org.jspecify.annotations.NullMarked;
