package io.github.dynamosessions.it;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** What is logged from now on, as {@code LEVEL message}. Test classes run side by side: ask for what is yours alone. */
final class JettyLogs extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();
    private final Logger logger = root();

    private JettyLogs() {}

    static JettyLogs capture() {
        JettyLogs logs = new JettyLogs();
        logs.setContext(logs.logger.getLoggerContext());
        logs.start();
        logs.logger.addAppender(logs);
        return logs;
    }

    /** The lines that contain this text, stack traces included, in order. */
    List<String> with(String text) {
        return events.stream()
                .map(JettyLogs::line)
                .filter(line -> line.contains(text))
                .toList();
    }

    /** SLF4J hands out substitutes to those who ask while another thread initialises it. */
    private static Logger root() {
        while (true) {
            if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger logger) {
                return logger;
            }
            Thread.onSpinWait();
        }
    }

    private static String line(ILoggingEvent event) {
        String line = event.getLevel() + " " + event.getFormattedMessage();
        return event.getThrowableProxy() == null
                ? line
                : line + "\n" + ch.qos.logback.classic.spi.ThrowableProxyUtil.asString(event.getThrowableProxy());
    }

    @Override
    protected void append(ILoggingEvent event) {
        events.add(event);
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        stop();
    }
}
