package org.cotgateway.api.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Reads any bytes as a form: it makes no difference how they are cut. */
class MultipartFuzzTest {

    @FuzzTest
    void anyBytesReadTheSameInPieces(byte[] body) {
        ReadForm whole = ReadForm.of("b", body);
        ReadForm halves = ReadForm.of("b", body, body.length / 2);
        int[] everywhere = new int[body.length];
        for (int i = 0; i < body.length; i++) {
            everywhere[i] = i;
        }
        ReadForm bytes = ReadForm.of("b", body, everywhere);

        assertThat(halves.parts).isEqualTo(whole.parts);
        assertThat(bytes.parts).isEqualTo(whole.parts);
        assertThat(halves.refusal).isEqualTo(whole.refusal);
        assertThat(bytes.refusal).isEqualTo(whole.refusal);
    }
}
