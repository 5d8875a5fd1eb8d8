/** Attribute values: types, order, numbers, sizes, DynamoDB JSON. */
@NullMarked
package io.github.dynamosessions.embedded.value;

import org.jspecify.annotations.NullMarked;
