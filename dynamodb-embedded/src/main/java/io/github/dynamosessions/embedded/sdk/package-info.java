/** What connects clients of the AWS SDK with the engine. */
@NullMarked
package io.github.dynamosessions.embedded.sdk;

import org.jspecify.annotations.NullMarked;
