/**
 * What DynamoDB answers, taken from its public documentation. The suite runs against the embedded engine in every build, and against
 * any endpoint with {@code -Dconformance.endpoint=http://...}. Each class links to the page that its cases come from.
 *
 * <p>The documentation does not give the texts of error messages. They stand here as the service words them; where Regions
 * differ (the service introduces a new validation layer Region by Region since June 2026), as most clients have known them.
 */
package io.github.dynamosessions.embedded.conformance;
