package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Takes in any bytes as CSV: the rows are the same however the bytes are cut, and each is counted once. */
class CsvFuzzTest {

    @FuzzTest
    void anyBytesAreTakenInTheSameHoweverTheyAreCut(byte[] bytes) {
        FeedSettings feed = FeedRun.withRowBytes(
                Mapping.usual()
                        .with("header", false)
                        .with("uid", "1")
                        .with("lat", "2")
                        .with("lon", "3")
                        .feed(FeedFormat.CSV),
                64);

        FeedRun whole = new FeedRun(feed).take(bytes, Integer.MAX_VALUE);
        FeedRun cut = new FeedRun(feed).take(bytes, 1);

        assertThat(cut.events).isEqualTo(whole.events);
        assertThat(cut.lines).isEqualTo(whole.lines);
        assertThat(cut.rejections).isEqualTo(whole.rejections);
        FeedCounts counts = whole.counts();
        assertThat(counts.in()).isEqualTo(counts.out() + counts.ignored() + counts.rejectedInAll());
    }
}
