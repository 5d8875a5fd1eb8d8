/** The command line: table, policy, templates and stored sessions, for people without code. */
@NullMarked
package io.github.dynamosessions.cli;

import org.jspecify.annotations.NullMarked;
