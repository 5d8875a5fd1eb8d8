package io.github.dynamosessions;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Set;

/** What users may type. Whoever changes this list changes what is promised. */
@AnalyzeClasses(locations = ArchitectureTest.Library.class)
class PublicTypesTest {

    private static final Set<JavaModifier> FOR_USERS = Set.of(JavaModifier.PUBLIC, JavaModifier.PROTECTED);

    @ArchTest
    static void publicTypesAreThese(JavaClasses library) {
        assertThat(library.stream().filter(PublicTypesTest::isExported).map(JavaClass::getName))
                .containsExactlyInAnyOrder(
                        "io.github.dynamosessions.DynamoSessionCacheFactory",
                        "io.github.dynamosessions.DynamoSessionDataStore",
                        "io.github.dynamosessions.DynamoSessionDataStore$Health",
                        "io.github.dynamosessions.DynamoSessionDataStore$Health$Status",
                        "io.github.dynamosessions.DynamoSessionDataStoreFactory",
                        "io.github.dynamosessions.DynamoSessionIdManager",
                        "io.github.dynamosessions.DynamoSessionOptions",
                        "io.github.dynamosessions.DynamoSessionOptions$Builder",
                        "io.github.dynamosessions.DynamoSessionOptions$DetectMutations",
                        "io.github.dynamosessions.DynamoSessionOptions$OnReadFailure",
                        "io.github.dynamosessions.DynamoSessionOptions$OnUnreadableAttribute",
                        "io.github.dynamosessions.DynamoSessionOptions$OnWriteFailure",
                        "io.github.dynamosessions.DynamoSessionProperties",
                        "io.github.dynamosessions.SessionStatistics",
                        "io.github.dynamosessions.SessionTable",
                        "io.github.dynamosessions.SessionTable$Description",
                        "io.github.dynamosessions.SessionUnavailableHandler",
                        "io.github.dynamosessions.StoredSessions",
                        "io.github.dynamosessions.micrometer.MicrometerSessionMetrics",
                        "io.github.dynamosessions.spi.SessionMetrics",
                        "io.github.dynamosessions.spi.SessionMetrics$Event",
                        "io.github.dynamosessions.spi.SessionMetrics$Operation",
                        "io.github.dynamosessions.spi.SessionMetrics$Outcome",
                        "io.github.dynamosessions.spi.SessionSerializer");
    }

    @ArchTest
    static void theModuleExportsTheirPackagesAndNoOther(JavaClasses library) throws Exception {
        Path classes = Path.of(DynamoSessionOptions.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        ModuleDescriptor module = ModuleFinder.of(classes)
                .find("io.github.dynamosessions")
                .orElseThrow()
                .descriptor();
        assertThat(module.exports())
                .extracting(ModuleDescriptor.Exports::toString)
                .containsExactlyInAnyOrder(
                        "io.github.dynamosessions",
                        "io.github.dynamosessions.micrometer",
                        "io.github.dynamosessions.spi");
        assertThat(module.opens()).isEmpty();
        assertThat(module.isOpen()).isFalse();
    }

    /** Users cannot name those, so they could neither pass nor keep one. */
    @ArchTest
    static void noPublicMethodSpeaksOfAnInternalType(JavaClasses library) {
        assertThat(library.stream()
                        .filter(PublicTypesTest::isExported)
                        .flatMap(type -> type.getAllMethods().stream().map(JavaCodeUnit.class::cast))
                        .filter(method -> method.getModifiers().stream().anyMatch(FOR_USERS::contains))
                        .filter(PublicTypesTest::speaksOfInternals)
                        .map(JavaCodeUnit::getFullName))
                .isEmpty();
    }

    private static boolean isExported(JavaClass type) {
        boolean visible = type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(PublicTypesTest::isExported).orElse(true);
        return visible && !resideInAPackage("..internal..").test(type);
    }

    private static boolean speaksOfInternals(JavaCodeUnit method) {
        return resideInAPackage("..internal..").test(method.getRawReturnType())
                || method.getRawParameterTypes().stream().anyMatch(resideInAPackage("..internal.."));
    }
}
