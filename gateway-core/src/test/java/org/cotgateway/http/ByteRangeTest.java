package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-99, 0, 100",
        "bytes=0-100, 0, 100",
        "bytes=0-999999999999999999, 0, 100",
        "bytes=99-, 99, 1",
        "bytes=0-, 0, 100",
        "bytes=-1, 99, 1",
        "bytes=-100, 0, 100",
        "bytes=-500, 0, 100",
        "' bytes=1-2 ', 1, 2",
    })
    void singleRangesOfAHundredBytesAreCutToThem(String header, long first, long length) {
        assertThat(ByteRange.parse(header, 100)).contains(new ByteRange(first, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=999999999999999999-"})
    void rangesOutsideAreUnsatisfiable(String header) {
        assertThat(ByteRange.parse(header, 100))
                .hasValueSatisfying(range -> assertThat(range.isSatisfiable()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=1",
                "bytes=2-1",
                "bytes=0-1,3-4",
                "Bytes=0-1",
                "bytes=0-1x",
                "bytes=--1",
                "bytes=+0-1",
                "bytes=0 - 1",
                "bytes=9999999999999999999-"
            })
    void anythingElseIsNoRange(String header) {
        assertThat(ByteRange.parse(header, 100)).isEmpty();
    }
}
