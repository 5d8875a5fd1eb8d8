package io.github.dynamosessions.embedded.conformance;

import static io.github.dynamosessions.embedded.conformance.Refusals.assertInvalid;
import static io.github.dynamosessions.embedded.conformance.Refusals.assertRefused;
import static io.github.dynamosessions.embedded.conformance.Service.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveSpecification;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/**
 * Time to live, as far as it is seen before anything expires.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html">Using time to live (TTL)</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html">UpdateTimeToLive</a>
 */
class TimeToLiveTest {

    @AutoClose
    private final TestTable table = TestTable.create("pk:S");

    @Test
    void isDisabledAtFirst() {
        assertThat(description().timeToLiveStatus()).isEqualTo(TimeToLiveStatus.DISABLED);
        assertThat(description().attributeName()).isNull();
    }

    @Test
    void isEnabled() {
        TimeToLiveSpecification answer = CLIENT.updateTimeToLive(update -> update.tableName(table.name())
                        .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName("expires")))
                .timeToLiveSpecification();

        assertThat(answer.enabled()).isTrue();
        assertThat(answer.attributeName()).isEqualTo("expires");
        assertThat(description().timeToLiveStatus()).isIn(TimeToLiveStatus.ENABLING, TimeToLiveStatus.ENABLED);
        assertThat(description().attributeName()).isEqualTo("expires");
    }

    @Test
    void isNotEnabledTwice() {
        update(true, "expires");

        assertInvalid(() -> update(true, "expires"), "TimeToLive is already enabled");
        assertInvalid(
                () -> update(true, "other"),
                "TimeToLive is active on a different AttributeName: current AttributeName is expires");
    }

    @Test
    void isNotDisabledTwice() {
        assertInvalid(() -> update(false, "expires"), "TimeToLive is already disabled");
    }

    @Test
    void hasAnAttribute() {
        assertInvalid(
                () -> update(true, ""),
                "1 validation error detected: Value '' at 'timeToLiveSpecification.attributeName' failed to satisfy constraint: Member must"
                        + " have length greater than or equal to 1");
    }

    @Test
    void isOfATable() {
        String gone = TestTable.freshName();
        String message = "Requested resource not found: Table: " + gone + " not found";

        assertRefused(
                () -> CLIENT.updateTimeToLive(update -> update.tableName(gone)
                        .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName("expires"))),
                "ResourceNotFoundException",
                message);
        assertRefused(
                () -> CLIENT.describeTimeToLive(describe -> describe.tableName(gone)),
                "ResourceNotFoundException",
                message);
    }

    private void update(boolean enabled, String attribute) {
        CLIENT.updateTimeToLive(update -> update.tableName(table.name())
                .timeToLiveSpecification(ttl -> ttl.enabled(enabled).attributeName(attribute)));
    }

    private TimeToLiveDescription description() {
        return CLIENT.describeTimeToLive(describe -> describe.tableName(table.name()))
                .timeToLiveDescription();
    }
}
