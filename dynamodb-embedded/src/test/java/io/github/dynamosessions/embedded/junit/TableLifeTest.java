package io.github.dynamosessions.embedded.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Runs whole test classes within a test, to see what is left of their tables. */
@ExtendWith(DynamoDbExtension.class)
class TableLifeTest {

    @Test
    void everyTableOfATestClassIsDeletedAfterIt(DynamoDbClient client) {
        EngineExecutionResults results = run(SampleTests.AsksInEveryWay.class);

        results.testEvents().assertStatistics(tests -> tests.succeeded(2).failed(0));
        assertThat(SampleTests.AsksInEveryWay.ASKED_FOR).hasSize(10);
        assertThat(client.listTables().tableNames()).doesNotContainAnyElementsOf(SampleTests.AsksInEveryWay.ASKED_FOR);
    }

    @Test
    void tablesLiveUntilTheEndOfTheClassNotOfTheTest() {
        run(SampleTests.UsesATableInTwoTests.class).testEvents().assertStatistics(tests -> tests.succeeded(2)
                .failed(0));
    }

    @Test
    void tableOfAStaticInitialiserOutlivesTheClassThatHappenedToRun(DynamoDbClient client) {
        run(SampleTests.InitialisesAnotherClass.class).testEvents().assertStatistics(tests -> tests.succeeded(1)
                .failed(0));

        assertThat(client.listTables().tableNames()).contains(SampleTests.HasAStaticTable.TABLE);
    }

    @Test
    void parallelClassesOfOneSuperclassLoseNoTableToEachOther() {
        run(SampleTests.EndsFirst.class, SampleTests.EndsLast.class)
                .testEvents()
                .assertStatistics(tests -> tests.succeeded(2).failed(0));
    }

    @Test
    void freshTableThatIsNoStringIsSaid() {
        run(SampleTests.WantsANumber.class)
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        finishedWithFailure(
                                instanceOf(ParameterResolutionException.class),
                                message(text -> text.contains("@FreshTable gives the name of a table, a String"))));
    }

    @Test
    void aFailureBeforeTheExtensionDoesNotMixUpWhoseTablesAreWhose(DynamoDbClient client) {
        run(SampleTests.FailsBeforeTheExtension.class).testEvents().assertStatistics(tests -> tests.succeeded(0)
                .failed(1));

        assertThat(client.listTables().tableNames())
                .doesNotContainAnyElementsOf(SampleTests.FailsBeforeTheExtension.ASKED_FOR);
        assertThat(SampleTests.FailsBeforeTheExtension.ASKED_FOR).hasSize(2);
    }

    private static EngineExecutionResults run(Class<?>... classes) {
        List<ClassSelector> selectors =
                Arrays.stream(classes).map(type -> selectClass(type)).toList();
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectors.toArray(ClassSelector[]::new))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .execute();
    }
}
