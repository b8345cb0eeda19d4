package org.cotgateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.cotgateway.event.TextPosition;
import org.junit.jupiter.api.Test;

class LineIndexTest {

    private static final long SEED = 3;

    @Test
    void columnsCountCharactersAndLinesCountLineFeeds() {
        LineIndex index = new LineIndex("a\u00e4\ud83d\ude00b\n\r\nc".getBytes(StandardCharsets.UTF_8));

        assertThat(index.position(0)).isEqualTo(new TextPosition(1, 1));
        assertThat(index.position(1)).isEqualTo(new TextPosition(1, 2));
        assertThat(index.position(3)).isEqualTo(new TextPosition(1, 3));
        assertThat(index.position(7)).isEqualTo(new TextPosition(1, 4));
        assertThat(index.position(9)).isEqualTo(new TextPosition(2, 1));
        assertThat(index.position(11)).isEqualTo(new TextPosition(3, 1));
        assertThat(index.position(12)).as("the end").isEqualTo(new TextPosition(3, 2));
    }

    @Test
    void theOrderOfTheQuestionsDoesNotMatter() {
        byte[] text = "<a>\n\u00fc\n\n<b/>".repeat(20).getBytes(StandardCharsets.UTF_8);
        LineIndex index = new LineIndex(text);
        Random random = new Random(SEED);
        for (int i = 0; i < 500; i++) {
            int offset = random.nextInt(text.length + 1);
            assertThat(index.position(offset))
                    .as("seed %d, offset %d", SEED, offset)
                    .isEqualTo(new LineIndex(text).position(offset));
        }
    }
}
