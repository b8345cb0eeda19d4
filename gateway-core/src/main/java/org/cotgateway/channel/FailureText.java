package org.cotgateway.channel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.handler.codec.CodecException;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.cotgateway.event.PrintableText;
import org.cotgateway.tls.TlsFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in a few plain words what went wrong with a socket; the same words whatever drives it, and printable, though a peer's
 * certificate may be quoted.
 */
final class FailureText {

    /** What is said when the operating system gives up a peer that acknowledges nothing. */
    static final String NO_ANSWER = "no answer";

    private static final Logger log = LoggerFactory.getLogger(FailureText.class);

    private static final Map<String, String> PLAIN = Map.ofEntries(
            Map.entry("connection refused", "connection refused"),
            Map.entry("connection reset", "connection reset"),
            Map.entry("broken pipe", "connection reset"),
            Map.entry("no route to host", "no route to host"),
            Map.entry("host is unreachable", "no route to host"),
            Map.entry("network is unreachable", "no route to host"),
            Map.entry("network is down", "network is down"),
            Map.entry("connection timed out", NO_ANSWER),
            Map.entry("message too long", "message too long for this network"),
            Map.entry("operation not permitted", "forbidden by this machine's firewall"),
            Map.entry("permission denied", "forbidden by this machine"),
            Map.entry("too many open files", "this machine is out of file descriptors"),
            Map.entry("address already in use", "the address is in use"),
            Map.entry("cannot assign requested address", "this machine is out of local ports or has no such address"),
            Map.entry("no buffer space available", "this machine is out of socket buffers"));

    private FailureText() {}

    static String of(Throwable cause) {
        if (cause instanceof NoRouteToHostException) {
            // Netty's native sockets give it no message, for an unreachable network as for an unreachable host.
            return "no route to host";
        }
        if (cause instanceof ChannelOutputShutdownException && cause.getCause() != null) {
            return of(cause.getCause());
        }
        String tls = TlsFailure.of(cause);
        if (tls != null) {
            return PrintableText.of(tls);
        }
        String message = cause.getMessage();
        if (message == null) {
            return cause.getClass().getSimpleName();
        }
        String lower = message.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, String> known : PLAIN.entrySet()) {
            if (lower.contains(known.getKey())) {
                return known.getValue();
            }
        }
        return PrintableText.of(message);
    }

    /** As {@link #of(Throwable)}, of what ends a connection. A fault of ours is logged, since its trace tells more. */
    static String ofCaught(Throwable cause, Channel connection) {
        if (isOurs(cause)) {
            log.error("a fault ends the connection {}", connection, cause);
        }
        return of(cause);
    }

    private static boolean isOurs(Throwable cause) {
        Throwable first = cause instanceof CodecException && cause.getCause() != null ? cause.getCause() : cause;
        return (first instanceof RuntimeException || first instanceof Error)
                && !(first instanceof CodecException
                        || first instanceof ChannelException
                        || first instanceof VirtualMachineError);
    }

    /** {@code 20 s}, or {@code 1500 ms} when it is not whole seconds. */
    static String of(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
