package io.github.dynamosessions.embedded.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dynamosessions.embedded.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IndexTest {

    private static final String TABLE = "'TableName':'items','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':["
            + "{'AttributeName':'pk','AttributeType':'S'},{'AttributeName':'sk','AttributeType':'S'},"
            + "{'AttributeName':'g','AttributeType':'S'},{'AttributeName':'l','AttributeType':'S'}],"
            + "'KeySchema':[{'AttributeName':'pk','KeyType':'HASH'},{'AttributeName':'sk','KeyType':'RANGE'}],"
            + "'GlobalSecondaryIndexes':[{'IndexName':'global','KeySchema':[{'AttributeName':'g','KeyType':'HASH'}],"
            + "'Projection':{'ProjectionType':'INCLUDE','NonKeyAttributes':['inc']}}],"
            + "'LocalSecondaryIndexes':[{'IndexName':'local','KeySchema':[{'AttributeName':'pk','KeyType':'HASH'},"
            + "{'AttributeName':'l','KeyType':'RANGE'}],'Projection':{'ProjectionType':'KEYS_ONLY'}}]";

    private static final String BY_G = "'TableName':'items','IndexName':'global','KeyConditionExpression':'g = :g',"
            + "'ExpressionAttributeValues':{':g':{'S':'x'}}";

    private final TestDatabase database = new TestDatabase();

    @BeforeEach
    void create() {
        database.ok("CreateTable", TABLE);
    }

    private String put(String attributes, String others) {
        return database.ok(
                "PutItem",
                "'TableName':'items','ReturnConsumedCapacity':'INDEXES','Item':{'pk':{'S':'p'}," + attributes + "}"
                        + others);
    }

    @Test
    void globalIndexHasItsProjectionOfTheItemsThatHaveItsKey() {
        put("'sk':{'S':'1'},'g':{'S':'x'},'inc':{'N':'1'},'other':{'N':'2'}", "");
        put("'sk':{'S':'2'}", "");

        assertThat(database.ok("Query", BY_G))
                .contains("'Items':[{'pk':{'S':'p'},'sk':{'S':'1'},'g':{'S':'x'},'inc':{'N':'1'}}]");
    }

    @Test
    void entryMovesAndGoesWithItsItem() {
        put("'sk':{'S':'1'},'g':{'S':'x'}", "");
        put("'sk':{'S':'1'},'g':{'S':'y'}", "");
        assertThat(database.ok("Query", BY_G)).contains("'Count':0");
        put("'sk':{'S':'1'},'g':{'S':'x'}", "");
        assertThat(database.ok("Query", BY_G)).contains("'Count':1");
        database.ok("DeleteItem", "'TableName':'items','Key':{'pk':{'S':'p'},'sk':{'S':'1'}}");
        assertThat(database.ok("Query", BY_G)).contains("'Count':0");
    }

    @Test
    void laggingIndexSeesWritesWhenTheyAreDelivered() {
        database.engine().lagGlobalIndexes(true);
        put("'sk':{'S':'1'},'g':{'S':'x'}", "");
        assertThat(database.ok("Query", BY_G)).contains("'Count':0");

        database.engine().deliverIndexes();

        assertThat(database.ok("Query", BY_G)).contains("'Count':1");
    }

    @Test
    void localIndexFetchesFromTheTableWhatItLacks() {
        put("'sk':{'S':'1'},'l':{'S':'b'},'other':{'N':'2'}", "");
        put("'sk':{'S':'2'},'l':{'S':'a'},'other':{'N':'3'}", "");
        String query = "'TableName':'items','IndexName':'local','KeyConditionExpression':'pk = :p',"
                + "'ExpressionAttributeValues':{':p':{'S':'p'}},'ReturnConsumedCapacity':'INDEXES'";

        assertThat(database.ok("Query", query)).doesNotContain("other").contains("'CapacityUnits':0.5");
        assertThat(database.ok("Query", query + ",'Select':'ALL_ATTRIBUTES'"))
                .contains("{'pk':{'S':'p'},'sk':{'S':'2'},'l':{'S':'a'},'other':{'N':'3'}},{'pk'")
                .contains("'CapacityUnits':1.5,'Table':{'CapacityUnits':1.0}");
    }

    @Test
    void writesOfIndexesAreCountedIfTheyChange() {
        assertThat(put("'sk':{'S':'1'},'g':{'S':'x'},'l':{'S':'b'}", ""))
                .contains("'CapacityUnits':3.0,'Table':{'CapacityUnits':1.0},'LocalSecondaryIndexes':"
                        + "{'local':{'CapacityUnits':1.0}},'GlobalSecondaryIndexes':{'global':{'CapacityUnits':1.0}}");
        assertThat(put("'sk':{'S':'1'},'g':{'S':'x'},'l':{'S':'b'},'n':{'N':'1'}", ""))
                .contains("'CapacityUnits':1.0")
                .doesNotContain("Indexes");
        assertThat(put("'sk':{'S':'1'},'g':{'S':'y'}", ""))
                .contains("'CapacityUnits':4.0")
                .contains("'global':{'CapacityUnits':2.0}")
                .contains("'local':{'CapacityUnits':1.0}");
    }

    @Test
    void keysOfIndexesHaveTheirTypes() {
        assertThat(database.error(
                        "PutItem", "'TableName':'items','Item':{'pk':{'S':'p'},'sk':{'S':'1'},'g':{'N':'1'}}"))
                .isEqualTo(
                        "ValidationException: One or more parameter values were invalid: Type mismatch for Index Key g "
                                + "Expected: S Actual: N IndexName: global");
        assertThat(database.error("PutItem", "'TableName':'items','Item':{'pk':{'S':'p'},'sk':{'S':'1'},'g':{'S':''}}"))
                .endsWith("cannot contain an empty string value. IndexName: global, IndexKey: g");
    }

    @Test
    void globalIndexIsAddedFilledAndDeleted() {
        put("'sk':{'S':'1'},'v':{'N':'7'}", "");
        database.ok(
                "UpdateTable",
                "'TableName':'items','AttributeDefinitions':[{'AttributeName':'v','AttributeType':'N'}],"
                        + "'GlobalSecondaryIndexUpdates':[{'Create':{'IndexName':'byV','KeySchema':[{'AttributeName':'v',"
                        + "'KeyType':'HASH'}],'Projection':{'ProjectionType':'ALL'}}}]");
        String query = "'TableName':'items','IndexName':'byV','KeyConditionExpression':'v = :v',"
                + "'ExpressionAttributeValues':{':v':{'N':'7'}}";
        assertThat(database.ok("Query", query)).contains("'Count':1");

        database.ok(
                "UpdateTable", "'TableName':'items','GlobalSecondaryIndexUpdates':[{'Delete':{'IndexName':'byV'}}]");

        assertThat(database.error("Query", query))
                .isEqualTo("ValidationException: The table does not have the specified index: byV");
    }

    @Test
    void globalIndexMayHaveKeysOfSeveralAttributes() {
        database.ok(
                "CreateTable",
                "'TableName':'games','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':["
                        + "{'AttributeName':'id','AttributeType':'S'},{'AttributeName':'a','AttributeType':'S'},"
                        + "{'AttributeName':'b','AttributeType':'S'},{'AttributeName':'c','AttributeType':'N'}],"
                        + "'KeySchema':[{'AttributeName':'id','KeyType':'HASH'}],'GlobalSecondaryIndexes':[{'IndexName':'index',"
                        + "'KeySchema':[{'AttributeName':'a','KeyType':'HASH'},{'AttributeName':'b','KeyType':'HASH'},"
                        + "{'AttributeName':'c','KeyType':'RANGE'}],'Projection':{'ProjectionType':'ALL'}}]");
        database.ok("PutItem", "'TableName':'games','Item':{'id':{'S':'1'},'a':{'S':'x'},'b':{'S':'y'},'c':{'N':'3'}}");

        assertThat(
                        database.ok(
                                "Query",
                                "'TableName':'games','IndexName':'index','KeyConditionExpression':'a = :x AND b = :y "
                                        + "AND c > :z','ExpressionAttributeValues':{':x':{'S':'x'},':y':{'S':'y'},':z':{'N':'2'}}"))
                .contains("'Count':1");
    }

    @Test
    void consistentReadOfAGlobalIndexIsRefused() {
        assertThat(database.error("Query", BY_G + ",'ConsistentRead':true"))
                .isEqualTo("ValidationException: Consistent reads are not supported on global secondary indexes");
    }
}
