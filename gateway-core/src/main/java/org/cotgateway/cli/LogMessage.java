package org.cotgateway.cli;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.cotgateway.event.PrintableText;

/**
 * {@code %msg} of the log: one line whatever strangers sent, so that none of it passes for a line of ours or steers the
 * terminal. Named in {@code logback.xml}, and made by Logback.
 */
public final class LogMessage extends MessageConverter {

    @Override
    public String convert(ILoggingEvent event) {
        return PrintableText.of(super.convert(event));
    }
}
