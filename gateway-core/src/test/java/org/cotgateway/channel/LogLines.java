package org.cotgateway.channel;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What some classes tell the log while this is open, from INFO on. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final List<Logger> loggers;
    private final List<Level> levels;

    LogLines(Class<?>... from) {
        loggers = List.of(from).stream()
                .map(type -> (Logger) LoggerFactory.getLogger(type))
                .toList();
        levels = loggers.stream().map(Logger::getEffectiveLevel).toList();
        start();
        loggers.forEach(logger -> {
            logger.setLevel(Level.INFO);
            logger.addAppender(this);
        });
    }

    List<String> lines() {
        return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** How many of them have a stack. */
    long stacks() {
        return events.stream()
                .filter(event -> event.getThrowableProxy() != null)
                .count();
    }

    /** Those of them that an operator sees on the command line. */
    List<String> warnings() {
        return events.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    protected void append(ILoggingEvent event) {
        events.add(event);
    }

    @Override
    public void close() {
        for (int i = 0; i < loggers.size(); i++) {
            loggers.get(i).detachAppender(this);
            loggers.get(i).setLevel(levels.get(i));
        }
    }
}
