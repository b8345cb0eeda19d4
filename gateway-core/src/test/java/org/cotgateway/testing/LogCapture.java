package org.cotgateway.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What a class, or all of a package, logs while this is open, on whatever thread. */
public final class LogCapture implements AutoCloseable {

    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    };

    private LogCapture(Logger logger) {
        this.logger = logger;
    }

    public static LogCapture of(Class<?> logging) {
        return of(logging.getName());
    }

    /** Of a class, or of a package with all that is in it. */
    public static LogCapture of(String logger) {
        LogCapture capture = new LogCapture((Logger) LoggerFactory.getLogger(logger));
        capture.appender.start();
        capture.logger.addAppender(capture.appender);
        return capture;
    }

    /** So far. */
    public List<ILoggingEvent> events() {
        return events;
    }

    /** What {@link #events} say, without level, time and stack. */
    public List<String> lines() {
        return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** Those of the {@link #lines} that are warnings. */
    public List<String> warnings() {
        return events.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}
