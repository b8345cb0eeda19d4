package org.cotgateway.cli;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.stream.Collectors;
import org.cotgateway.event.PrintableText;

/**
 * {@code %ex} of the log: a stack trace has lines, and its messages may quote what strangers sent, so each is indented and none
 * looks like a line of the log. Named in {@code logback.xml}, and made by Logback.
 */
public final class LogThrowable extends ThrowableProxyConverter {

    @Override
    public String convert(ILoggingEvent event) {
        return super.convert(event)
                .lines()
                .map(line -> "    " + PrintableText.ofLines(line) + System.lineSeparator())
                .collect(Collectors.joining());
    }
}
