package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stands in the command line's log, by its own configuration. */
class LogPatternTest {

    private static final String FORGED = "x\r\n12:00:00.000 WARN Hub - all is well\u001b[2J";

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    private String logged(String text, @Nullable Throwable thrown) throws JoranException {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Cotgw.class.getResource("logback.xml"));
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        ConsoleAppender<ILoggingEvent> stderr = (ConsoleAppender<ILoggingEvent>) root.getAppender("stderr");
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("org.x.Relay"), Level.WARN, "event {} breaks", thrown, new Object[] {text});
        return new String(stderr.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void whatStrangersSentIsNoLineOfTheLogAndSteersNoTerminal() throws JoranException {
        assertThat(logged(FORGED, null))
                .endsWith(" WARN  Relay - event x\\u000d\\u000a12:00:00.000 WARN Hub - all is well\\u001b[2J breaks"
                        + System.lineSeparator())
                .hasLineCount(1);
    }

    @Test
    void whatAnExceptionQuotesLooksLikeNoLineOfTheLog() throws JoranException {
        String log = logged("x", new IllegalStateException(FORGED, new IllegalArgumentException("why")));

        assertThat(log.lines().skip(1))
                .allMatch(line -> line.startsWith("    "))
                .contains("    java.lang.IllegalStateException: x", "    12:00:00.000 WARN Hub - all is well\\u001b[2J")
                .anyMatch(line -> line.contains("Caused by: java.lang.IllegalArgumentException: why"));
    }
}
