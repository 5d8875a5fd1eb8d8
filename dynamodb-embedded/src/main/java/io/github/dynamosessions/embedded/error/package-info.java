/** The errors that DynamoDB answers. */
@NullMarked
package io.github.dynamosessions.embedded.error;

import org.jspecify.annotations.NullMarked;
