package org.cotgateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Takes in any bytes as JSON: the rows are the same however the bytes are cut, and each is counted once. */
class JsonFeedFuzzTest {

    @FuzzTest
    void anyBytesAreTakenInTheSameHoweverTheyAreCut(byte[] bytes) {
        check(
                FeedRun.withRowBytes(
                        Mapping.usual()
                                .with("items", "/a/tracks")
                                .with("lon", "/p/1")
                                .feed(FeedFormat.JSON),
                        256),
                bytes);
        check(FeedRun.withRowBytes(Mapping.usual().feed(FeedFormat.JSON), 256), bytes);
        check(FeedRun.withRowBytes(Mapping.usual().feed(FeedFormat.NDJSON), 256), bytes);
        check(FeedRun.builtIn(FeedFormat.READSB), bytes);
    }

    private static void check(FeedSettings feed, byte[] bytes) {
        FeedRun whole = new FeedRun(feed).take(bytes, Integer.MAX_VALUE);
        FeedRun cut = new FeedRun(feed).take(bytes, 1);

        assertThat(cut.events).isEqualTo(whole.events);
        assertThat(cut.lines).isEqualTo(whole.lines);
        assertThat(cut.rejections.toString()).isEqualTo(whole.rejections.toString());
        FeedCounts counts = whole.counts();
        assertThat(counts.in()).isEqualTo(counts.out() + counts.ignored() + counts.rejectedInAll());
    }
}
