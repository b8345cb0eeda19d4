package org.cotgateway.feed;

import dk.dma.ais.binary.SixbitException;
import dk.dma.ais.message.AisMessage;
import dk.dma.ais.message.AisMessageException;
import dk.dma.ais.sentence.SentenceException;
import dk.dma.ais.sentence.Vdm;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of NMEA 0183 with AIS messages. What else NMEA has ({@code $GPRMC} and so on) and comments are ignored, and
 * so is a part of a message until the last one of them is there. Loop-only.
 */
final class AisLines {

    /** Messages whose parts are waited for, or came of late; they come one after the other, but for those of other receivers. */
    private static final int MAX_GROUPS = 64;

    /** Parts leave their receiver one right behind the other, and ten messages later the number of their group comes again. */
    private static final long MAX_APART_MS = 2_000;

    /** What the parts of a message have in common: each sender counts them for itself. */
    private record Group(Object sender, String group) {}

    /** Parts in the order of their numbers. */
    private static final class Parts {
        private final @Nullable AisSentence[] sentences;
        private final long sinceMs;

        Parts(int total, long sinceMs) {
            this.sentences = new AisSentence[total];
            this.sinceMs = sinceMs;
        }

        /** Whether it is one of these: it is missing, or has come before, as a sender with several receivers passes it on. */
        boolean have(AisSentence sentence, long nowMs) {
            AisSentence known = sentences[sentence.number() - 1];
            return nowMs - sinceMs <= MAX_APART_MS
                    && (known == null || known.text().equals(sentence.text()));
        }

        boolean areComplete() {
            for (AisSentence sentence : sentences) {
                if (sentence == null) {
                    return false;
                }
            }
            return true;
        }
    }

    private final AisShips ships;
    private final InstantSource clock;
    private final Map<Group, Parts> groups = new LatestMap<>(MAX_GROUPS);

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
        @Nullable AisSentence[] parts = parts(sentence, new Group(sender, sentence.group()));
        return parts == null ? SightingReading.NOTHING : decode(parts);
    }

    /** All parts of the message, or null if some are still to come. */
    private @Nullable AisSentence @Nullable [] parts(AisSentence sentence, Group group) {
        if (sentence.total() == 1) {
            return new AisSentence[] {sentence};
        }
        long nowMs = clock.millis();
        Parts parts = groups.get(group);
        if (parts == null || !parts.have(sentence, nowMs)) {
            // What the one before lacks was lost; with a part of another it would be a ship that there is not.
            parts = new Parts(sentence.total(), nowMs);
            groups.put(group, parts);
        } else if (parts.areComplete()) {
            return null;
        }
        parts.sentences[sentence.number() - 1] = sentence;
        return parts.areComplete() ? parts.sentences : null;
    }

    private SightingReading decode(@Nullable AisSentence[] parts) {
        Long timeMs = null;
        try {
            Vdm vdm = new Vdm();
            for (AisSentence part : parts) {
                if (part != null) {
                    timeMs = timeMs == null ? part.timeMs() : timeMs;
                    vdm.parse(part.text());
                }
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
