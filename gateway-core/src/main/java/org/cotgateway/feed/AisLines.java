package org.cotgateway.feed;

import dk.dma.ais.binary.SixbitException;
import dk.dma.ais.message.AisMessage;
import dk.dma.ais.message.AisMessageException;
import dk.dma.ais.sentence.SentenceException;
import dk.dma.ais.sentence.Vdm;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of NMEA 0183 with AIS messages. What else NMEA has ({@code $GPRMC} and so on) and comments are ignored, and
 * so is a part of a message until the last one of them is there. Loop-only.
 */
final class AisLines {

    /** Datagrams may come from many addresses. */
    private static final int MAX_SENDERS = 64;

    /**
     * Of one sender. Parts leave it one right behind the other, but for those of several receivers, and ten messages later the
     * number of their group comes again: half of these may be lost.
     */
    private static final int MAX_GROUPS = 5;

    private static final long MAX_APART_MS = 2_000;

    /**
     * The parts of a message that came so far, in order from the first. One that is missing ends it: what comes behind the
     * gap may be of the next message, and with a part of another it would be a ship that there is not.
     */
    private static final class Parts {
        private final List<AisSentence> sentences = new ArrayList<>();
        private final long sinceMs;

        Parts(long sinceMs) {
            this.sinceMs = sinceMs;
        }

        /** All of them if this was the last one, or null. */
        @Nullable
        List<AisSentence> take(AisSentence sentence, long nowMs) {
            int place = sentence.number() - 1;
            if (place < sentences.size() && sentences.get(place).text().equals(sentence.text())) {
                // From another receiver of the same sender.
                return null;
            }
            if (place != sentences.size() || (place > 0 && isLate(sentence, nowMs))) {
                sentences.clear();
                return null;
            }
            sentences.add(sentence);
            return sentences.size() == sentence.total() ? sentences : null;
        }

        /** By the times that they say, since a file of hours is read within a moment; by the clock where they say none. */
        private boolean isLate(AisSentence sentence, long nowMs) {
            Long firstMs = sentences.get(0).timeMs();
            Long timeMs = sentence.timeMs();
            long apartMs = firstMs == null || timeMs == null ? nowMs - sinceMs : timeMs - firstMs;
            return Math.abs(apartMs) > MAX_APART_MS;
        }
    }

    private final AisShips ships;
    private final InstantSource clock;
    private final Map<Object, Map<String, Parts>> senders = new LatestMap<>(MAX_SENDERS);

    AisLines(AisShips ships, InstantSource clock) {
        this.ships = ships;
        this.clock = clock;
    }

    /** Reads one line of this sender. */
    SightingReading read(byte[] bytes, int from, int to, Object sender) {
        String line = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).strip();
        if (line.isEmpty() || line.startsWith("$") || line.startsWith("#")) {
            return SightingReading.NOTHING;
        }
        AisSentence.Reading reading = AisSentence.read(line);
        AisSentence sentence = reading.sentence();
        if (sentence == null) {
            return SightingReading.rejected(RejectReason.MALFORMED, String.valueOf(reading.rule()));
        }
        List<AisSentence> parts = parts(sentence, sender);
        return parts == null ? SightingReading.NOTHING : decode(parts);
    }

    /** All parts of the message, or null if some are still to come or were lost. */
    private @Nullable List<AisSentence> parts(AisSentence sentence, Object sender) {
        if (sentence.total() == 1) {
            return List.of(sentence);
        }
        long nowMs = clock.millis();
        Map<String, Parts> groups = senders.computeIfAbsent(sender, begun -> new LatestMap<>(MAX_GROUPS));
        Parts parts = groups.get(sentence.group());
        if (parts == null || sentence.number() == 1) {
            parts = new Parts(nowMs);
            groups.put(sentence.group(), parts);
        }
        return parts.take(sentence, nowMs);
    }

    private SightingReading decode(List<AisSentence> parts) {
        Long timeMs = null;
        try {
            Vdm vdm = new Vdm();
            for (AisSentence part : parts) {
                timeMs = timeMs == null ? part.timeMs() : timeMs;
                vdm.parse(part.text());
            }
            AisLengths.mend(vdm);
            return ships.hear(AisMessage.getInstance(vdm), timeMs);
        } catch (SentenceException | AisMessageException | SixbitException noMessage) {
            return unreadable(noMessage);
        } catch (RuntimeException bug) {
            // The library throws these at messages that are cut short.
            return unreadable(bug);
        }
    }

    private static SightingReading unreadable(Exception failure) {
        return SightingReading.rejected(RejectReason.MALFORMED, "must be an AIS message: " + failure.getMessage());
    }
}
