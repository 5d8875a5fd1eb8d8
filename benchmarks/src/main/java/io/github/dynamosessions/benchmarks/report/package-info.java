/** Results as JSON, Markdown and charts. */
@NullMarked
package io.github.dynamosessions.benchmarks.report;

import org.jspecify.annotations.NullMarked;
