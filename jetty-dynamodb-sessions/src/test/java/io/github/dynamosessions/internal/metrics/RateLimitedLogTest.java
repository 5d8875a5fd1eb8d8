package io.github.dynamosessions.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class RateLimitedLogTest {

    private static final String FORGED = "cart\n20:00:00 ERROR Everything is lost\u001b[2J";
    private static final String SHOWN = "cart\\u000a20:00:00 ERROR Everything is lost\\u001b[2J";

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private Logger logger;
    private RateLimitedLog log;

    @BeforeEach
    void start() {
        org.slf4j.Logger any = LoggerFactory.getLogger("log " + UUID.randomUUID());
        while (!(any instanceof Logger)) { // SLF4J is being initialized by another thread
            any = LoggerFactory.getLogger(any.getName());
        }
        logger = (Logger) any;
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        appender.start();
        logger.addAppender(appender);
        log = new RateLimitedLog(logger);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(appender);
    }

    @Test
    void aMessageIsOneLineWithoutControlCharactersWhateverItsArgumentsAre() {
        log.error("Attribute '{}' of session {} cannot be stored", FORGED, "id");
        assertThat(lines()).containsExactly("ERROR Attribute '" + SHOWN + "' of session id cannot be stored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\u0000", "\u001b", "\u007f", "\u0085", "\u2028", "\u2029", "\u202e", "\ud800"})
    void eachCharacterThatIsNoTextIsEscaped(String character) {
        log.warn("before {} after", character);
        assertThat(lines()).containsExactly(String.format("WARN before \\u%04x after", (int) character.charAt(0)));
    }

    @Test
    void otherCharactersStayAsTheyAre() {
        log.warn("{}", "Ünïcödé 日本語 😀 {} \\ %s $1");
        assertThat(lines()).containsExactly("WARN Ünïcödé 日本語 😀 {} \\ %s $1");
    }

    @Test
    void aMessageIsNotEndless() {
        log.warn("{}", "x".repeat(100_000));
        assertThat(lines())
                .singleElement()
                .asString()
                .hasSize("WARN ".length() + 1_001)
                .endsWith("x…");
    }

    @Test
    void theSameMessageAgainIsNotLoggedWithOtherArgumentsEither() {
        for (int i = 0; i < 1_000; i++) {
            log.error("Attribute '{}' cannot be stored", "name" + i, new IllegalStateException());
        }
        assertThat(lines()).hasSize(1);
    }

    @Test
    void anotherMessageIsLoggedAndTheSameAtAnotherLevel() {
        log.warn("one");
        log.warn("two");
        log.error("one");
        log.info("one");
        log.debug("one");
        assertThat(lines()).containsExactly("WARN one", "WARN two", "ERROR one", "INFO one");
    }

    @Test
    void patternsWithoutEndAreLimitedTogether() {
        for (int i = 0; i < 10_000; i++) {
            log.warn("pattern " + i);
        }
        assertThat(lines()).hasSize(101);
    }

    @Test
    void anotherContextLogsItsOwn() {
        log.warn("one");
        new RateLimitedLog(logger).warn("one");
        assertThat(lines()).hasSize(2);
    }

    @Test
    void theTextOfAnExceptionAndOfItsCausesIsEscapedAndItsTraceStays() {
        IllegalStateException thrown = new IllegalStateException("outer", new IllegalArgumentException(FORGED));
        log.error("failed", thrown);
        String trace = ThrowableProxyUtil.asString(appender.list.get(0).getThrowableProxy());
        assertThat(trace)
                .contains("java.lang.IllegalStateException: outer", "java.lang.IllegalArgumentException: " + SHOWN)
                .contains("at " + RateLimitedLogTest.class.getName())
                .doesNotContain("\n20:00:00", "\u001b");
    }

    @Test
    void anExceptionWithoutControlCharactersIsLoggedAsItIs() {
        log.error("failed", new IllegalStateException("outer", new IllegalArgumentException("inner")));
        assertThat(appender.list.get(0).getThrowableProxy().getClassName())
                .isEqualTo(IllegalStateException.class.getName());
    }

    @Test
    void aCircleOfCausesEnds() {
        IllegalStateException thrown = new IllegalStateException(FORGED);
        thrown.initCause(new IllegalArgumentException("inner", thrown));
        log.error("failed", thrown);
        assertThat(lines()).hasSize(1);
    }

    private List<String> lines() {
        return appender.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }
}
