package io.github.dynamosessions;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.dynamosessions.internal.dynamo.DynamoGateway;
import io.github.dynamosessions.internal.item.ItemSchema;
import io.github.dynamosessions.internal.item.SessionCookie;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.builder.SdkClientBuilder;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Which package may use which: the arrows of the library's design. */
@AnalyzeClasses(locations = ArchitectureTest.Library.class)
class ArchitectureTest {

    private static final String BASE = "io.github.dynamosessions";
    private static final String SPI = BASE + ".spi";
    private static final String MICROMETER = BASE + ".micrometer";
    private static final String REQUEST = BASE + ".internal.request";
    private static final String SESSION = BASE + ".internal.session";
    private static final String STORE = BASE + ".internal.store";
    private static final String OPTION = BASE + ".internal.option";
    private static final String METRICS = BASE + ".internal.metrics";
    private static final String DYNAMO = BASE + ".internal.dynamo";
    private static final String ITEM = BASE + ".internal.item";
    private static final String ATTRIBUTE = BASE + ".internal.attribute";

    /** The classes that are published; neither those of the tests nor of another module with the same package. */
    static final class Library implements LocationProvider {
        @Override
        public Set<Location> get(Class<?> testClass) {
            return Set.of(Location.of(DynamoSessionOptions.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()));
        }
    }

    @ArchTest
    static void theRulesLookAtTheWholeLibrary(JavaClasses library) {
        Set<String> packages = library.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(packages)
                .containsExactlyInAnyOrder(
                        BASE, SPI, MICROMETER, REQUEST, SESSION, STORE, OPTION, METRICS, DYNAMO, ITEM, ATTRIBUTE);
        assertThat(library.contain(DynamoSessionDataStore.class)).isTrue();
        assertThat(library.contain(ArchitectureTest.class)).isFalse();
    }

    @ArchTest
    static final ArchRule arrowsPointDownOnly = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("base")
            .definedBy(BASE)
            .layer("session")
            .definedBy(SESSION)
            .layer("request")
            .definedBy(REQUEST)
            .layer("store")
            .definedBy(STORE)
            .layer("option")
            .definedBy(OPTION)
            .layer("metrics")
            .definedBy(METRICS)
            .layer("dynamo")
            .definedBy(DYNAMO)
            .layer("item")
            .definedBy(ITEM)
            .layer("attribute")
            .definedBy(ATTRIBUTE)
            .layer("micrometer")
            .definedBy(MICROMETER)
            .layer("spi")
            .definedBy(SPI)
            .whereLayer("base")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("session")
            .mayOnlyBeAccessedByLayers("base")
            .whereLayer("request")
            .mayOnlyBeAccessedByLayers("base", "session")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("base", "session")
            .whereLayer("option")
            .mayOnlyBeAccessedByLayers("base")
            .whereLayer("metrics")
            .mayOnlyBeAccessedByLayers("base", "session", "store")
            .whereLayer("dynamo")
            .mayOnlyBeAccessedByLayers("base", "session", "store", "option")
            .whereLayer("item")
            .mayOnlyBeAccessedByLayers("base", "session", "store", "option", "dynamo")
            .whereLayer("attribute")
            .mayOnlyBeAccessedByLayers("base", "session", "store", "item")
            .whereLayer("micrometer")
            .mayOnlyBeAccessedByLayers("base")
            .whereLayer("spi")
            .mayOnlyBeAccessedByLayers(
                    "base", "session", "store", "option", "metrics", "dynamo", "item", "attribute", "micrometer");

    @ArchTest
    static final ArchRule timesAreThoseOfTheStoresClock = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .because("a test may own the clock of a node");

    @ArchTest
    static final ArchRule noCycles =
            slices().assignedFrom(new Packages()).should().beFreeOfCycles();

    /** Every package by itself, the base package too. */
    private static final class Packages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith(BASE)
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    @ArchTest
    static final ArchRule dynamoKnowsNothingOfJetty = noClasses()
            .that()
            .resideInAPackage(DYNAMO)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.jetty..");

    @ArchTest
    static final ArchRule itemKnowsNoClient = noClasses()
            .that()
            .resideInAnyPackage(ITEM, ATTRIBUTE)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(SdkClient.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(SdkClientBuilder.class);

    @ArchTest
    static final ArchRule itemAndAttributeKnowOfDynamoDbItsValuesAlone = classes()
            .that()
            .resideInAnyPackage(ITEM, ATTRIBUTE)
            .should()
            .onlyDependOnClassesThat(not(resideInAPackage("software.amazon.awssdk.."))
                    .or(resideInAPackage("software.amazon.awssdk.services.dynamodb.model"))
                    .or(resideInAPackage("software.amazon.awssdk.core")));

    @ArchTest
    static final ArchRule optionKnowsTheNamesOfTheItemAndNoMore = noClasses()
            .that()
            .resideInAPackage(OPTION)
            .should()
            .dependOnClassesThat(not(resideInAPackage("java.."))
                    .and(not(resideInAnyPackage(OPTION, SPI, "org.jspecify.annotations")))
                    .and(not(equivalentTo(ItemSchema.class))));

    @ArchTest
    static final ArchRule spiKnowsTheJdkAlone = classes()
            .that()
            .resideInAPackage(SPI)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(SPI, "java..", "org.jspecify.annotations");

    /** An optional dependency: what names its types is not loaded where it is missing. */
    @ArchTest
    static final ArchRule onlyTheAdapterKnowsMicrometer = noClasses()
            .that()
            .resideOutsideOfPackage(MICROMETER)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..");

    @ArchTest
    static final ArchRule theStoreReadsLikeJettysContract = noClasses()
            .that()
            .areAssignableTo(DynamoSessionDataStore.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule onlyDynamoCallsDynamoDb = noClasses()
            .that()
            .resideOutsideOfPackage(DYNAMO)
            .should()
            .callMethodWhere(target(owner(assignableTo(DynamoDbClient.class))))
            .orShould()
            .callMethodWhere(target(owner(resideInAPackage("software.amazon.awssdk.services.dynamodb.waiters.."))))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(WaiterOverrideConfiguration.class);

    @ArchTest
    static final ArchRule nobodyPrintsOrLogsBySystemStreams =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    /** What is in a line that a request provokes is escaped, and the line is limited. The others log at start, from options alone. */
    @ArchTest
    static final ArchRule requestsLogThroughTheRateLimitedLogAlone = noClasses()
            .that()
            .resideInAnyPackage(SESSION, REQUEST, STORE)
            .and()
            .doNotHaveSimpleName("WarmUp")
            .and()
            .doNotHaveSimpleName("TablePreparation")
            .and()
            .doNotHaveSimpleName("TableCheck")
            .should()
            .callMethodWhere(target(owner(assignableTo(Logger.class))));

    /** What it maps to an answer of the request. */
    @ArchTest
    static final ArchRule sessionKnowsOfDynamoAndAttributeTheirExceptionsAlone = noClasses()
            .that()
            .resideInAPackage(SESSION)
            .should()
            .dependOnClassesThat(resideInAnyPackage(DYNAMO, ATTRIBUTE)
                    .and(not(assignableTo(Throwable.class)))
                    .and(not(equivalentTo(DynamoGateway.class)))); // the class around its exceptions

    @ArchTest
    static final ArchRule sessionCallsNoGateway = noClasses()
            .that()
            .resideOutsideOfPackages(STORE, DYNAMO)
            .and()
            .areNotAssignableTo(SessionTable.class)
            .should()
            .callMethodWhere(target(owner(equivalentTo(DynamoGateway.class))));

    /**
     * The one door for reads: a cookie's item is read where its secret is compared. The other readers have a key from the expiry
     * index, or an item that was opened before.
     */
    @ArchTest
    static final ArchRule onlySessionReaderReadsAnItemForACookie = noClasses()
            .that(not(nameEndingWith(".SessionReader")))
            .and(callTheGatewaysReads())
            .should()
            .dependOnClassesThat(equivalentTo(SessionCookie.class));

    @ArchTest
    static void onlyTheseReadItems(JavaClasses library) {
        assertThat(library.stream()
                        .filter(callTheGatewaysReads())
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("SessionReader", "LargeAttributeReader", "SessionEnder", "Scavenger");
    }

    private static DescribedPredicate<JavaClass> callTheGatewaysReads() {
        return DescribedPredicate.describe(
                "call DynamoGateway.get or identity",
                type -> !type.getPackageName().equals(DYNAMO)
                        && type.getMethodCallsFromSelf().stream()
                                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(DynamoGateway.class)
                                        && Set.of("get", "identity").contains(call.getName())));
    }

    @ArchTest
    static void theRootHasAtMostTwelveFiles(JavaClasses library) {
        assertThat(library.that(resideInAPackage(BASE)).stream()
                        .filter(type -> type.isTopLevelClass())
                        .map(JavaClass::getSimpleName))
                .contains("DynamoSessionOptions", "package-info")
                .hasSizeLessThanOrEqualTo(12);
    }

    @ArchTest
    static void internalPackagesShowTheirDoorsAndRecordsAlone(JavaClasses library) {
        assertThat(library.that(resideInAPackage(BASE + ".internal..")).stream()
                        .filter(type ->
                                type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(type -> !type.isRecord() && !type.isInterface())
                        .map(JavaClass::getName))
                .containsExactlyInAnyOrder(
                        REQUEST + ".RequestScope",
                        REQUEST + ".ResponseGuard",
                        REQUEST + ".RetainedCookie",
                        REQUEST + ".ScopedRequest",
                        REQUEST + ".SessionUnavailableError",
                        SESSION + ".DynamoSessionCache",
                        SESSION + ".SessionCookies",
                        STORE + ".SessionStore",
                        STORE + ".SessionWriter",
                        STORE + ".TableCheck",
                        OPTION + ".BadOptionException",
                        OPTION + ".OptionChecks",
                        OPTION + ".OptionForm",
                        OPTION + ".OptionTexts",
                        METRICS + ".RateLimitedLog",
                        METRICS + ".StoreCounters",
                        METRICS + ".StoreMetrics",
                        DYNAMO + ".DynamoGateway",
                        DYNAMO + ".BackOff",
                        ITEM + ".ItemCodec",
                        ITEM + ".SessionCookie",
                        ITEM + ".TrackedSessionData",
                        ATTRIBUTE + ".AttributeCodec",
                        ATTRIBUTE + ".ContainerAttributes");
    }
}
