package io.github.dynamosessions.embedded.global;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.TestDatabase;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MultiRegionStrongTest {

    private final MultiRegionStrong regions = new MultiRegionStrong(InstantSource.system(), "one", "two", "three");
    private final TestDatabase one = new TestDatabase(regions.engine("one"));
    private final TestDatabase two = new TestDatabase(regions.engine("two"));

    @BeforeEach
    void create() {
        one.ok("CreateTable", TestDatabase.T);
    }

    @Test
    void readsAndConditionsOfAllRegionsSeeEveryWrite() {
        one.put("'id':{'S':'a'}");

        assertThat(two.get("a")).isNotEqualTo("{}");
        assertThat(two.error(
                        "PutItem",
                        "'TableName':'table','Item':{'id':{'S':'a'}},'ConditionExpression':"
                                + "'attribute_not_exists(id)'"))
                .startsWith("ConditionalCheckFailedException");
    }

    @Test
    void thereAreNoTransactionsAndNoTtl() {
        assertThat(one.error(
                        "TransactWriteItems",
                        "'TransactItems':[{'Put':{'TableName':'table','Item':{'id':{'S':'a'}}}}]"))
                .startsWith("ValidationException: TransactWriteItems is not supported");
        assertThat(one.error(
                        "UpdateTimeToLive",
                        "'TableName':'table','TimeToLiveSpecification':{'Enabled':true," + "'AttributeName':'ttl'}"))
                .startsWith("ValidationException: UpdateTimeToLive is not supported");
    }

    @Test
    void conflictOfRegionsIsProvokedByAFaultOfOne() {
        regions.engine("two").faults().on("PutItem").times(1).refuse("ReplicatedWriteConflictException", "on purpose");

        assertThat(two.error("PutItem", "'TableName':'table','Item':{'id':{'S':'a'}}"))
                .isEqualTo("ReplicatedWriteConflictException: on purpose");
        two.put("'id':{'S':'a'}");
    }
}
