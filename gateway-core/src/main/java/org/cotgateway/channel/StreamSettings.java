package org.cotgateway.channel;

import java.time.Duration;
import org.cotgateway.codec.XmlLimits;

/**
 * How streams are dialled and written.
 *
 * @param connectTimeout how long a connect may go unanswered
 * @param handshakeTimeout how long the TLS handshake may take once the connection stands
 * @param firstRetry the pause before a lost stream is dialled again; doubles with each further failure
 * @param maxRetry the longest pause
 * @param steadyAfter a stream that lived so long starts again with the first pause when it is lost
 * @param userTimeout how long a peer may acknowledge neither written bytes nor the operating system's own questions before
 *     the stream is taken for lost; without epoll the operating system takes its own time. To Linux, which watches those
 *     whom we dial, a peer that stops reading is such a one; a client that answers that it has no room is not
 * @param forgetAfter how long after the stream to a server that is kept was lost those who were seen behind it are
 *     taken to have left, unless it is open again by then
 * @param idleTimeout a stream that is not kept, that nothing was offered to for so long, and that has nothing left to
 *     send, is closed and not dialled again until there is something to send
 * @param lowWaterBytes unwritten bytes below which a stream that had stopped goes on
 * @param highWaterBytes unwritten bytes above which nothing more is taken from the outbox
 * @param answerTimeout how long a server that has offered TAK Protocol may leave our request for it unanswered, while we
 *     send nothing, before the stream is closed
 * @param messageTimeout how long nothing may come while an event, a comment or the like lacks its end, before that is given
 *     up; and how long a comment or the like may go on that holds other events, which it holds back
 * @param longestMessage how long an event may take from its first byte to its last, however steadily it comes, before it is
 *     given up. ATAK itself drops a connection that brought no whole message for 25 s (ATAK 4.6 and 5.5); slow radio links
 *     take minutes for some kilobytes
 * @param xml what is taken of the events that come back
 */
public record StreamSettings(
        Duration connectTimeout,
        Duration handshakeTimeout,
        Duration firstRetry,
        Duration maxRetry,
        Duration steadyAfter,
        Duration userTimeout,
        Duration forgetAfter,
        Duration idleTimeout,
        int lowWaterBytes,
        int highWaterBytes,
        Duration answerTimeout,
        Duration messageTimeout,
        Duration longestMessage,
        XmlLimits xml) {

    public static final StreamSettings DEFAULT = new StreamSettings(
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            16 * 1024,
            64 * 1024,
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            XmlLimits.DEFAULT);

    public StreamSettings {
        if (lowWaterBytes < 0 || highWaterBytes < lowWaterBytes) {
            throw new IllegalArgumentException("lowWaterBytes must not be negative nor over highWaterBytes");
        }
    }
}
