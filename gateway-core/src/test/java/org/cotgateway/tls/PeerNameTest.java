package org.cotgateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "CN=anna,OU=tak,O=x|anna",
                "O=x,CN=anna|anna",
                "CN=leaf,OU=a,CN=upper|leaf",
                "CN=Doe\\, Jane+UID=7,O=x|Doe, Jane",
                "OU=CN\\=faked,O=x|none",
                "O=x|none"
            })
    void theCommonNameIsTheMostSpecificOne(String subject, String name) {
        assertThat(PeerName.commonName(subject)).isEqualTo(name);
    }
}
