package io.github.dynamosessions.embedded.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.DynamoDbEngine;
import io.github.dynamosessions.embedded.TestDatabase;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimeToLiveTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_000_000_000));
    private final TestDatabase database = new TestDatabase(new DynamoDbEngine(now::get));

    @BeforeEach
    void fill() {
        database.ok("CreateTable", TestDatabase.T);
        database.ok(
                "UpdateTimeToLive",
                "'TableName':'table','TimeToLiveSpecification':{'Enabled':true,'AttributeName':'ttl'}");
        database.put("'id':{'S':'soon'},'ttl':{'N':'1000000010'}");
        database.put("'id':{'S':'later'},'ttl':{'N':'1000009999'}");
        database.put("'id':{'S':'never'}");
        database.put("'id':{'S':'text'},'ttl':{'S':'1'}");
        database.put("'id':{'S':'ancient'},'ttl':{'N':'1'}");
    }

    @Test
    void expiredItemsAreDeletedWhenTheTestSays() {
        assertThat(database.engine().expireItems()).isZero();
        now.set(Instant.ofEpochSecond(1_000_000_011));
        assertThat(database.get("soon")).isNotEqualTo("{}");

        assertThat(database.engine().expireItems()).isEqualTo(1);

        assertThat(database.get("soon")).isEqualTo("{}");
        assertThat(database.ok("Scan", "'TableName':'table','Select':'COUNT'")).contains("'Count':4");
    }

    @Test
    void expiredItemsAreDeletedByThemselvesIfThatIsOn() {
        database.engine().expireByItself(true);
        now.set(Instant.ofEpochSecond(1_000_000_011));

        assertThat(database.get("soon")).isEqualTo("{}");
        assertThat(database.get("later")).isNotEqualTo("{}");
    }

    @Test
    void settingIsDescribed() {
        assertThat(database.ok("DescribeTimeToLive", "'TableName':'table'"))
                .isEqualTo("{'TimeToLiveDescription':{'AttributeName':'ttl','TimeToLiveStatus':'ENABLED'}}");
        assertThat(database.error(
                        "UpdateTimeToLive",
                        "'TableName':'table','TimeToLiveSpecification':{'Enabled':true," + "'AttributeName':'ttl'}"))
                .isEqualTo("ValidationException: TimeToLive is already enabled");
    }
}
