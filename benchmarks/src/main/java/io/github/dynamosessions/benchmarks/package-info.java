/** What a session in DynamoDB costs: CPU, memory, calls, units and money. {@code Main} runs it. */
@NullMarked
package io.github.dynamosessions.benchmarks;

import org.jspecify.annotations.NullMarked;
