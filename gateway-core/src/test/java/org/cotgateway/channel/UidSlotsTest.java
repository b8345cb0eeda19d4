package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slots for uids beside a map, over long random histories, and of uids that were chosen to fall together. */
class UidSlotsTest {

    private static final int STEPS = 100_000;

    @ParameterizedTest
    @CsvSource({"1, 3, false", "2, 100, false", "3, 5000, false", "4, 100, true", "5, 5000, true"})
    void eachUidKeepsASlotOfItsOwn(long seed, int uids, boolean together) {
        SplittableRandom random = new SplittableRandom(seed);
        UidSlots slots = new UidSlots();
        Map<String, Integer> expected = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            // By turns there come to be many and few.
            boolean growing = step / 10_000 % 2 == 0;
            int number = random.nextInt(uids);
            String uid = together ? together(number) : "uid-" + number;
            Integer slot = expected.get(uid);
            assertThat(slots.find(uid))
                    .as("seed %s step %s", seed, step)
                    .isEqualTo(slot == null ? UidSlots.NONE : slot);
            if (slot == null && (growing || random.nextInt(4) == 0)) {
                slots.makeRoom();
                int added = slots.add(uid);
                assertThat(added).isBetween(0, slots.slots() - 1);
                assertThat(expected.values()).as("slots that are in use").doesNotContain(added);
                expected.put(uid, added);
            } else if (slot != null && (!growing || random.nextInt(4) == 0)) {
                assertThat(slots.isUsed(slot)).isTrue();
                assertThat(slots.uid(slot)).isEqualTo(uid);
                slots.remove(slot);
                expected.remove(uid);
            }
            assertThat(slots.used()).isEqualTo(expected.size());
        }
        expected.forEach((uid, slot) -> assertThat(slots.find(uid)).isEqualTo(slot));
    }

    /** Each compared with all others they take minutes. */
    @Test
    @Timeout(20)
    void uidsThatWereChosenToFallTogetherDoNotHoldAnybodyUp() {
        int uids = 1 << 17;
        UidSlots slots = new UidSlots();
        for (int i = 0; i < uids; i++) {
            slots.makeRoom();
            assertThat(slots.add(together(i))).isEqualTo(i);
        }
        for (int i = 0; i < uids; i++) {
            assertThat(slots.find(together(i))).isEqualTo(i);
        }
    }

    /** All of these have the same {@link String#hashCode}. */
    private static String together(int number) {
        StringBuilder uid = new StringBuilder("uid-");
        for (int bit = 0; bit < 17; bit++) {
            uid.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return uid.toString();
    }
}
