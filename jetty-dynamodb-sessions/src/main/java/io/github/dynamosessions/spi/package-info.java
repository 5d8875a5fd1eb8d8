/** What users may implement. Imports the JDK alone. */
@NullMarked
package io.github.dynamosessions.spi;

import org.jspecify.annotations.NullMarked;
