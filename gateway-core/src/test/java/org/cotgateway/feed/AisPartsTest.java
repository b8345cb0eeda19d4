package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dk.dma.ais.binary.SixbitEncoder;
import dk.dma.ais.binary.SixbitException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages in two or three parts, each with the ship's number in every part, so that a mixture shows. */
class AisPartsTest {

    /** How a sender numbers the groups of parts. */
    enum Numbering {
        COUNTED,
        ALWAYS_THE_SAME,
        OF_MANY_RECEIVERS;

        int next(int message, Random random) {
            return switch (this) {
                case COUNTED -> message % 10;
                case ALWAYS_THE_SAME -> 3;
                case OF_MANY_RECEIVERS -> random.nextInt(10);
            };
        }
    }

    private static final int FIRST_MMSI = 200_000_000;

    private record Part(int message, int total, int number, String group, String line) {}

    /** A message 19 by table 54 of ITU-R M.1371-5, whose name is its sender's number, twice. */
    private static String payload(int message) throws SixbitException {
        int mmsi = FIRST_MMSI + message;
        SixbitEncoder bits = new SixbitEncoder();
        bits.addVal(19, 6);
        bits.addVal(0, 2);
        bits.addVal(mmsi, 30);
        bits.addVal(0, 8 + 10 + 1);
        bits.addVal(10 * 600_000, 28);
        bits.addVal(54 * 600_000, 27);
        bits.addVal(0, 12 + 9 + 6 + 4);
        bits.addString(mmsi + " " + mmsi + " ", 20);
        bits.addVal(0, 8 + 30);
        bits.addVal(0, 4 + 1 + 1 + 1 + 4);
        return bits.encode();
    }

    /** The name begins in the second part, and goes on in the third if there is one. */
    private static List<Part> parts(int message, int total, int number, char channel) throws SixbitException {
        String payload = payload(message);
        int[] cuts = total == 2 ? new int[] {0, 22, payload.length()} : new int[] {0, 22, 34, payload.length()};
        String group = number + "," + channel;
        List<Part> parts = new ArrayList<>();
        for (int i = 1; i <= total; i++) {
            String text =
                    "AIVDM," + total + "," + i + "," + group + "," + payload.substring(cuts[i - 1], cuts[i]) + ",0";
            int sum = text.chars().reduce(0, (a, b) -> a ^ b);
            parts.add(new Part(message, total, i, total + "," + group, String.format("!%s*%02X", text, sum)));
        }
        return parts;
    }

    private static List<Part> two(int message) throws SixbitException {
        return parts(message, 2, 3, 'B');
    }

    private static FeedRun take(List<Part> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(part -> text.append(part.line()).append('\n'));
        return new FeedRun(FeedRun.builtIn(FeedFormat.AIS)).take(text.toString());
    }

    /** Messages whose parts were put together rightly, and -1 for each mixture. */
    private static List<Integer> heard(FeedRun run) {
        return run.events.stream().map(AisPartsTest::message).toList();
    }

    private static int message(CotEvent event) {
        String mmsi = event.uid().substring("MMSI-".length());
        String name = event.detail()
                .element(Contact.NAME, Contact::from)
                .map(Contact::callsign)
                .orElse("");
        return name.equals(mmsi + " " + mmsi) ? Integer.parseInt(mmsi) - FIRST_MMSI : -1;
    }

    @Test
    void aLostFirstPartCostsItsOwnMessageAlone() throws SixbitException {
        List<Part> lines = new ArrayList<>(two(0).subList(1, 2));
        for (int message = 1; message < 5; message++) {
            lines.addAll(two(message));
        }

        assertThat(heard(take(lines))).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aLostSecondPartCostsItsOwnMessageAlone() throws SixbitException {
        List<Part> lines = new ArrayList<>(two(0).subList(0, 1));
        for (int message = 1; message < 5; message++) {
            lines.addAll(two(message));
        }

        assertThat(heard(take(lines))).containsExactly(1, 2, 3, 4);
    }

    /** Of a file hours are read within a moment. */
    @Test
    void whenTheNumbersBeginAnewNothingGoesOnThatWasBegunBefore() throws SixbitException {
        List<Part> lines = new ArrayList<>();
        for (int message = 0; message <= 10; message++) {
            List<Part> parts = parts(message, 2, message % 10, 'B');
            lines.addAll(message == 0 ? parts.subList(0, 1) : message == 10 ? parts.subList(1, 2) : parts);
        }

        assertThat(heard(take(lines))).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @ParameterizedTest
    @EnumSource(Numbering.class)
    void whateverIsLostRepeatedOrSwappedPartsOfTwoMessagesAreNotPutTogether(Numbering numbering)
            throws SixbitException {
        for (long seed = 1; seed <= 10; seed++) {
            Random random = new Random(seed);
            Set<Integer> intact = new HashSet<>();
            List<Part> lines = disturbed(numbering, random, intact);

            FeedRun run = take(lines);

            String what = numbering + ", seed " + seed;
            List<Integer> heard = heard(run);
            for (int i = 0; i < heard.size(); i++) {
                if (heard.get(i) < 0) {
                    int at = run.lines.get(i) - 1;
                    assertThat(cannotBeTold(lines, at) && numbering != Numbering.COUNTED)
                            .as("%s: mixture at line %d: %s", what, at, lines.subList(Math.max(0, at - 8), at + 1))
                            .isTrue();
                }
            }
            assertThat(heard).as(what).containsAll(intact);
            assertThat(intact).as(what).hasSizeGreaterThan(200);
            assertThat(run.rejections).as(what).isEmpty();
        }
    }

    /** Lines of many messages, in order but for some. */
    private static List<Part> disturbed(Numbering numbering, Random random, Set<Integer> intact)
            throws SixbitException {
        List<Part> lines = new ArrayList<>();
        for (int message = 0; message < 600; message++) {
            intact.add(message);
            int number = numbering.next(message, random);
            for (Part part : parts(message, 2 + random.nextInt(2), number, random.nextBoolean() ? 'A' : 'B')) {
                int chance = random.nextInt(20);
                if (chance < 3) {
                    intact.remove(message);
                } else {
                    lines.addAll(Collections.nCopies(chance == 3 ? 2 : 1, part));
                }
            }
        }
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (random.nextInt(20) == 0) {
                intact.remove(lines.get(i).message());
                intact.remove(lines.get(i + 1).message());
                Collections.swap(lines, i, i + 1);
                i++;
            }
        }
        return lines;
    }

    /** Whether those of its group up to this line look like one message: each part once, in order, but for repetitions. */
    private static boolean cannotBeTold(List<Part> lines, int at) {
        Part last = lines.get(at);
        Set<Part> parts = new LinkedHashSet<>();
        for (int i = at; i >= 0; i--) {
            Part part = lines.get(i);
            if (part.group().equals(last.group())) {
                parts.add(part);
                if (part.number() == 1) {
                    break;
                }
            }
        }
        List<Integer> numbers = parts.stream().map(Part::number).toList();
        return numbers.equals(last.total() == 2 ? List.of(2, 1) : List.of(3, 2, 1));
    }
}
