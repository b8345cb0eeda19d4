package org.cotgateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DownloadCaseTest {

    private static final SizedPackage FETCHED = new SizedPackage("load", "00ff", Path.of("load.zip"));

    @Test
    void everySizeIsFetchedAtAPaceOfItsOwn() {
        assertThat(Arrays.stream(DownloadSize.values()).map(DownloadCase::paced).map(DownloadCase::words))
                .containsExactly(
                        "1 kB, 10,000/s to up to 64 clients",
                        "100 kB, 4,000/s to up to 64 clients",
                        "5 MB, 500/s to up to 64 clients");
    }

    @Test
    void thePaceIsTold() {
        assertThat(DownloadCase.paced(DownloadSize.KB_100).command(8080, 2_000, FETCHED))
                .isEqualTo("8080 64 2000 load.zip /package/00ff/load.zip?to=download-load 4000");
        assertThat(DownloadCase.many(DownloadSize.KB_100, 1_000).command(8080, 2_000, FETCHED))
                .isEqualTo("8080 1000 2000 load.zip /package/00ff/load.zip?to=download-load");
    }

    @Test
    void largeOnesHaveShorterTurnsAtAPaceAndNoOther() {
        assertThat(DownloadCase.paced(DownloadSize.MB_5).command(8080, 2_000, FETCHED))
                .isEqualTo("8080 64 1200 load.zip /package/00ff/load.zip?to=download-load 500");
        assertThat(DownloadCase.few(DownloadSize.MB_5).command(8080, 2_000, FETCHED))
                .startsWith("8080 64 2000 ");
    }
}
