package io.github.dynamosessions.embedded.global;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.TestDatabase;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MultiRegionEventualTest {

    private final AtomicReference<Instant> westTime = new AtomicReference<>(Instant.ofEpochSecond(1000));
    private final AtomicReference<Instant> eastTime = new AtomicReference<>(Instant.ofEpochSecond(1000));
    private final MultiRegionEventual regions =
            new MultiRegionEventual(new LinkedHashMap<>(Map.of("west", westTime::get, "east", eastTime::get)));
    private final TestDatabase west = new TestDatabase(regions.engine("west"));
    private final TestDatabase east = new TestDatabase(regions.engine("east"));

    @BeforeEach
    void create() {
        west.ok("CreateTable", TestDatabase.T);
        east.ok("CreateTable", TestDatabase.T);
    }

    @Test
    void writeIsInTheOtherRegionOnceItIsDelivered() {
        west.put("'id':{'S':'a'}");
        assertThat(east.get("a")).isEqualTo("{}");

        regions.deliver();

        assertThat(east.get("a")).isNotEqualTo("{}");
        assertThat(regions.pending("east", "west")).isZero();
    }

    @Test
    void laterWriteWinsInAllRegionsWhateverTheOrderOfDelivery() {
        eastTime.set(Instant.ofEpochSecond(2000));
        east.put("'id':{'S':'a'},'from':{'S':'east'}");
        west.put("'id':{'S':'a'},'from':{'S':'west'}");

        regions.deliver();

        assertThat(west.get("a")).contains("'east'").isEqualTo(east.get("a"));
    }

    @Test
    void laterDeleteWinsOverAnEarlierWrite() {
        west.put("'id':{'S':'a'}");
        regions.deliver();
        eastTime.set(Instant.ofEpochSecond(2000));
        east.ok("DeleteItem", "'TableName':'table','Key':{'id':{'S':'a'}}");
        west.put("'id':{'S':'a'},'v':{'N':'1'}");

        regions.deliver();

        assertThat(west.get("a")).isEqualTo("{}").isEqualTo(east.get("a"));
    }

    @Test
    void conditionsSeeTheLocalItemAlone() {
        String create = "'TableName':'table','Item':{'id':{'S':'a'}},'ConditionExpression':'attribute_not_exists(id)'";

        west.ok("PutItem", create);
        east.ok("PutItem", create);
        regions.deliver();

        assertThat(west.error("PutItem", create)).startsWith("ConditionalCheckFailedException");
    }

    @Test
    void itemsOfATransactionArriveOneByOne() {
        west.ok(
                "TransactWriteItems",
                "'TransactItems':[{'Put':{'TableName':'table','Item':{'id':{'S':'a'}}}},"
                        + "{'Put':{'TableName':'table','Item':{'id':{'S':'b'}}}}]");

        assertThat(regions.deliverNext("west", "east")).isTrue();

        assertThat(east.get("a")).isNotEqualTo("{}");
        assertThat(east.get("b")).isEqualTo("{}");
    }

    @Test
    void partitionedRegionsAgreeAfterItHeals() {
        regions.partition("west", "east");
        west.put("'id':{'S':'a'},'from':{'S':'west'}");
        regions.deliver();
        assertThat(east.get("a")).isEqualTo("{}");

        regions.heal("east", "west");
        regions.deliver();

        assertThat(east.get("a")).contains("'west'");
    }

    @Test
    void tableDescribesItsReplicas() {
        assertThat(west.ok("DescribeTable", "'TableName':'table'"))
                .contains("'MultiRegionConsistency':'EVENTUAL'")
                .contains("'RegionName':'east'");
    }
}
