package org.cotgateway.feed;

import dk.dma.ais.binary.BinArray;
import dk.dma.ais.binary.SixbitException;
import dk.dma.ais.sentence.Vdm;
import org.jspecify.annotations.Nullable;

/**
 * Gives messages the number of bits that ITU-R M.1371-5 says, which the decoder insists on. Stations send others: a long-range
 * report in a whole slot of 168 bits, fill bits that are counted wrong, an end that only holds the radio's own state left off.
 */
final class AisLengths {

    /**
     * Of one type of message.
     *
     * @param needed all that matters is in these
     * @param least as the standard has it
     * @param most what is behind them means nothing
     */
    private record Bits(int needed, int least, int most) {}

    private static final int TYPE_BITS = 6;

    /** Behind bit 149 of a position report there is nothing but what radios tell each other. */
    private static final Bits REPORT = new Bits(149, 168, 168);

    private AisLengths() {}

    /** Cuts what is too long, and fills up with zeros what is only a little too short. */
    static void mend(Vdm message) throws SixbitException {
        Bits bits = of(message.getMsgId());
        BinArray sent = message.getBinArray();
        if (bits == null || sent == null) {
            return;
        }
        int length = sent.getLength();
        if (length >= bits.needed && length < bits.least) {
            sent.append(0, bits.least - length);
        } else if (length > bits.most) {
            BinArray cut = new BinArray();
            for (int bit = 0; bit < bits.most; bit++) {
                cut.append(sent.getVal(bit, bit), 1);
            }
            // The type has been read.
            cut.getVal(TYPE_BITS);
            message.setBinArray(cut);
        }
    }

    /** Null for a type that says nothing of what is where. */
    private static @Nullable Bits of(int type) {
        return switch (type) {
            case 1, 2, 3, 9, 18 -> REPORT;
            case 5 -> new Bits(420, 424, 424);
            case 19 -> new Bits(301, 312, 312);
            case 21 -> new Bits(269, 272, 360);
            case 24 -> new Bits(162, 168, 168);
            case 27 -> new Bits(96, 96, 96);
            default -> null;
        };
    }
}
