package io.github.dynamosessions.embedded.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Test classes that {@link TableLifeTest} runs; nobody else does. */
final class SampleTests {

    private SampleTests() {}

    private abstract static class WithDynamoDb {

        @RegisterExtension
        static final DynamoDbExtension dynamoDb = new DynamoDbExtension();
    }

    static final class AsksInEveryWay extends WithDynamoDb {

        static final Set<String> ASKED_FOR = ConcurrentHashMap.newKeySet();

        AsksInEveryWay(@FreshTable String table) {
            ASKED_FOR.add(table);
            ASKED_FOR.add(dynamoDb.newTable("id"));
        }

        @BeforeAll
        static void beforeAll() {
            ASKED_FOR.add(dynamoDb.newTable("id"));
        }

        @BeforeEach
        void beforeEach() {
            ASKED_FOR.add(dynamoDb.newTable("id"));
        }

        @Test
        void asksForATable(@FreshTable String table) {
            ASKED_FOR.add(table);
        }

        @Test
        void makesATableOfItsOwn() {
            String name = dynamoDb.newTableName();
            ASKED_FOR.add(name);
            Tables.create(dynamoDb.client(), name, "id");
        }

        @AfterAll
        static void afterAll() {
            ASKED_FOR.add(dynamoDb.newTable("id"));
        }
    }

    @ExtendWith(DynamoDbExtension.class)
    static final class UsesATableInTwoTests {

        private static String table;

        @BeforeAll
        static void keep(@FreshTable String fresh) {
            table = fresh;
        }

        @Test
        void once(DynamoDbClient client) {
            assertThat(client.listTables().tableNames()).contains(table);
        }

        @Test
        void andAgain(DynamoDbClient client) {
            assertThat(client.listTables().tableNames()).contains(table);
        }
    }

    static final class InitialisesAnotherClass extends WithDynamoDb {

        @Test
        void looksAtIt() {
            assertThat(HasAStaticTable.TABLE).isNotEmpty();
        }
    }

    static final class HasAStaticTable {

        static final String TABLE = new DynamoDbExtension().newTable("id");

        private HasAStaticTable() {}
    }

    private static final CountDownLatch LAST_RUNS = new CountDownLatch(1);
    private static final CountDownLatch FIRST_RUNS = new CountDownLatch(1);
    private static final CountDownLatch LAST_HAS_A_TABLE = new CountDownLatch(1);

    /** Begins its test after {@link EndsLast} and ends before it. */
    static final class EndsFirst extends WithDynamoDb {

        static volatile String table = "";

        @BeforeAll
        static void beginLater() throws InterruptedException {
            await(LAST_RUNS);
        }

        @Test
        void endsOnceTheOtherHasATable() throws InterruptedException {
            table = dynamoDb.newTable("id");
            FIRST_RUNS.countDown();
            await(LAST_HAS_A_TABLE);
        }
    }

    static final class EndsLast extends WithDynamoDb {

        @Test
        void keepsItsTableWhenTheOtherClassLosesIts() throws InterruptedException {
            LAST_RUNS.countDown();
            await(FIRST_RUNS);
            String table = dynamoDb.newTable("id");
            LAST_HAS_A_TABLE.countDown();

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !tables().contains(EndsFirst.table));

            assertThat(tables()).contains(table);
        }

        private static List<String> tables() {
            return dynamoDb.client().listTables().tableNames();
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @ExtendWith(DynamoDbExtension.class)
    static final class WantsANumber {

        @Test
        void asksForATableAsANumber(@FreshTable int table) {
            assertThat(table).isZero();
        }
    }

    @ExtendWith(FailsBeforeTheExtension.Failure.class)
    static final class FailsBeforeTheExtension extends WithDynamoDb {

        static final Set<String> ASKED_FOR = ConcurrentHashMap.newKeySet();

        @BeforeAll
        static void beforeAll() {
            ASKED_FOR.add(dynamoDb.newTable("id"));
        }

        @Test
        void isNeverReached() {}

        @AfterAll
        static void afterAll() {
            ASKED_FOR.add(dynamoDb.newTable("id"));
        }

        static final class Failure implements BeforeEachCallback {

            @Override
            public void beforeEach(ExtensionContext context) {
                throw new IllegalStateException("on purpose");
            }
        }
    }
}
