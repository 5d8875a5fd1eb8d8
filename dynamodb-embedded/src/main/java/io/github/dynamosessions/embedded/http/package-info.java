/** DynamoDB's protocol on HTTP. */
@NullMarked
package io.github.dynamosessions.embedded.http;

import org.jspecify.annotations.NullMarked;
