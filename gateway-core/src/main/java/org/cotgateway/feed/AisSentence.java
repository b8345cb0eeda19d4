package org.cotgateway.feed;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of NMEA 0183 with an AIS message or a part of one, taken apart: {@code \c:1795262399*5A\!AIVDM,2,1,3,B,...,0*3E}.
 * Immutable.
 *
 * @param text from its exclamation mark to its checksum
 * @param total of how many parts the message is
 * @param number which of those this is, from 1
 * @param group what its parts have in common
 * @param timeMs when it was received, by its tag block; null if that does not say
 */
record AisSentence(
        String text,
        int total,
        int number,
        String group,
        @Nullable Long timeMs) {

    /** Sentences of 82 characters carry no message that needs more. */
    private static final int MAX_PARTS = 9;

    private static final Pattern VDM = Pattern.compile(
            "!([A-Z]{2}VD[MO]),([1-9]),([1-9]),([0-9]?),([AB12]?),([0-W`-w]{1,400}),[0-5]\\*[0-9A-Fa-f]{2}");

    private static final Pattern TAG_TIME = Pattern.compile("(?:^|,)c:([0-9]{9,13})(?=,|$)");
    private static final long FIRST_MS = 100_000_000_000L;

    /** What came of reading a line. */
    record Reading(@Nullable AisSentence sentence, @Nullable String rule) {}

    /** Takes a line apart. */
    static Reading read(String line) {
        String text = line;
        Long timeMs = null;
        if (text.startsWith("\\")) {
            int end = text.indexOf('\\', 1);
            if (end < 0 || !isChecked(text.substring(1, end))) {
                return new Reading(null, "must have a tag block with its end and the right checksum");
            }
            timeMs = time(text.substring(1, text.lastIndexOf('*', end)));
            text = text.substring(end + 1);
        }
        Matcher matcher = VDM.matcher(text);
        if (!matcher.matches()) {
            return new Reading(null, "must be a sentence such as !AIVDM,1,1,,A,...,0*hh");
        }
        if (!isChecked(text.substring(1))) {
            return new Reading(null, "must have the right checksum");
        }
        int total = Integer.parseInt(matcher.group(2));
        int number = Integer.parseInt(matcher.group(3));
        if (number > total || total > MAX_PARTS) {
            return new Reading(null, "must be one of as many parts as it says");
        }
        String group = matcher.group(1) + matcher.group(4) + matcher.group(5) + total;
        return new Reading(new AisSentence(text, total, number, group, timeMs), null);
    }

    /** Whether it ends with the checksum of what is before the asterisk. */
    private static boolean isChecked(String text) {
        int asterisk = text.lastIndexOf('*');
        if (asterisk < 0 || asterisk != text.length() - 3) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < asterisk; i++) {
            sum ^= text.charAt(i);
        }
        try {
            return Integer.parseInt(text.substring(asterisk + 1), 16) == sum;
        } catch (NumberFormatException noChecksum) {
            return false;
        }
    }

    private static @Nullable Long time(String tags) {
        Matcher matcher = TAG_TIME.matcher(tags);
        if (!matcher.find()) {
            return null;
        }
        long time = Long.parseLong(matcher.group(1));
        return time < FIRST_MS ? time * 1_000 : time;
    }
}
