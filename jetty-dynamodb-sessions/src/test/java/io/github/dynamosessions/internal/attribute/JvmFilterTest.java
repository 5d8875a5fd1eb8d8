package io.github.dynamosessions.internal.attribute;

import static io.github.dynamosessions.internal.attribute.Codecs.allowing;
import static io.github.dynamosessions.internal.attribute.Codecs.unchecked;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM forbids to deserialize, the store does not allow again. Such a filter holds for a whole JVM, so: another. */
class JvmFilterTest {

    private static final long PATIENCE_SECONDS = 60;
    private static final String REFUSED = " is refused by the deserialization filter of this JVM";

    @TempDir
    private Path work;

    @Test
    void aClassThatTheJvmRefusesIsNeitherWrittenNorRead() throws Exception {
        assertThat(triesDates("-Djdk.serialFilter=!java.util.Date"))
                .containsExactly(
                        "written: session attribute 'a' of java.util.Date cannot be stored:"
                                + " java.io.IOException: java.util.Date" + REFUSED,
                        "read: session attribute 'a' cannot be read: java.io.IOException: java.util.Date" + REFUSED);
    }

    @Test
    void whatTheJvmAllowsIsNotMoreThanTheAllowList() throws Exception {
        assertThat(triesDates("-Djdk.serialFilter=java.util.*", "com.shop.*"))
                .containsExactly(
                        "written: session attribute 'a' of java.util.Date cannot be stored:"
                                + " java.io.IOException: java.util.Date is not among allowedClasses",
                        "read: session attribute 'a' cannot be read:"
                                + " java.io.IOException: java.util.Date is not among allowedClasses");
    }

    @Test
    void aFilterThatLetsItPassIsNoHindrance() throws Exception {
        assertThat(triesDates("-Djdk.serialFilter=java.util.*;!*")).containsExactly("written", "read");
        assertThat(triesDates("-Djdk.serialFilter=maxdepth=9", "java.util.*")).containsExactly("written", "read");
    }

    @Test
    void aFilterFactoryOfTheJvmIsAskedAtWriteToo() throws Exception {
        assertThat(triesDates("-Djdk.serialFilterFactory=" + NoDates.class.getName()))
                .allSatisfy(line -> assertThat(line).endsWith("java.util.Date" + REFUSED));
    }

    private List<String> triesDates(String property, String... allowed) throws IOException, InterruptedException {
        Path out = work.resolve("out");
        ProcessBuilder child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dtest.log=console",
                property,
                "-cp",
                System.getProperty("java.class.path"),
                TriesDates.class.getName());
        child.command().addAll(List.of(allowed));
        Process process =
                child.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(out);
    }

    /** Refuses dates, to streams that have no filter of their own as well as to those that have. */
    public static final class NoDates implements BinaryOperator<@Nullable ObjectInputFilter> {
        @Override
        public ObjectInputFilter apply(@Nullable ObjectInputFilter current, @Nullable ObjectInputFilter next) {
            ObjectInputFilter noDates = ObjectInputFilter.rejectFilter(Date.class::equals, Status.UNDECIDED);
            return next == null ? noDates : ObjectInputFilter.merge(next, noDates);
        }
    }

    static final class TriesDates {

        private TriesDates() {}

        public static void main(String[] allowed) {
            AttributeCodec codec = allowing(allowed);
            attempt("written", () -> codec.encode("a", new Date(0)));
            attempt("read", () -> codec.decode("a", unchecked(new Date(0))));
        }

        private static void attempt(String what, Runnable step) {
            try {
                step.run();
                System.out.println(what);
            } catch (RuntimeException e) {
                System.out.println(what + ": " + e.getMessage());
            }
        }
    }
}
