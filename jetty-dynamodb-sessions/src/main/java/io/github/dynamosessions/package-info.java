/** HTTP sessions of Jetty 12.1 in Amazon DynamoDB: what an application or a Jetty configuration types. */
@NullMarked
package io.github.dynamosessions;

import org.jspecify.annotations.NullMarked;
