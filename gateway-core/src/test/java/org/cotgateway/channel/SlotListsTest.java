package org.cotgateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of slots beside lists of objects, over long random histories. */
class SlotListsTest {

    private static final int LISTS = 3;
    private static final int STEPS = 20_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void slotsStandWhereTheyWerePut(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SlotLists lists = new SlotLists(LISTS);
        List<Deque<Integer>> expected = List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());
        int slots = 4;
        lists.grow(slots);
        for (int step = 0; step < STEPS; step++) {
            int slot = random.nextInt(slots);
            int list = random.nextInt(LISTS);
            lists.unlink(slot);
            expected.forEach(each -> each.remove((Object) slot));
            switch (random.nextInt(4)) {
                case 0 -> {
                    lists.addFirst(slot, list);
                    expected.get(list).addFirst(slot);
                }
                case 1, 2 -> {
                    lists.addLast(slot, list);
                    expected.get(list).addLast(slot);
                }
                default -> {
                    if (slots < 64 && random.nextInt(20) == 0) {
                        slots *= 2;
                        lists.grow(slots);
                    }
                }
            }
            for (int each = 0; each < LISTS; each++) {
                assertThat(slotsOf(lists, each))
                        .as("seed %s step %s list %s", seed, step, each)
                        .containsExactlyElementsOf(expected.get(each));
            }
        }
    }

    private static List<Integer> slotsOf(SlotLists lists, int list) {
        List<Integer> slots = new ArrayList<>();
        for (int slot = lists.first(list); slot != SlotLists.NONE; slot = lists.after(slot)) {
            assertThat(lists.isIn(slot, list)).isTrue();
            slots.add(slot);
        }
        return slots;
    }
}
