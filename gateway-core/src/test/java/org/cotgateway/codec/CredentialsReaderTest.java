package org.cotgateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsReaderTest {

    @Test
    void readsWhatAtakSends() {
        assertThat(read("<auth><cot username=\"anna\" password=\"a&lt;b&amp;ä\" uid=\"ANDROID-1\"/></auth>"))
                .isEqualTo(new Credentials("anna", "a<b&ä", "ANDROID-1"));
    }

    @Test
    void takesWhatIsMissingButTheNameForEmpty() {
        assertThat(read("<auth>\n <cot username='anna'></cot>\n</auth>")).isEqualTo(new Credentials("anna", "", ""));
    }

    @Test
    void thePasswordIsNotShown() {
        assertThat(new Credentials("anna", "secret", "u1").toString())
                .contains("anna")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<auth/>",
                "<auth></auth>",
                "<auth><cot password='p'/></auth>",
                "<auth><x><cot username='u'/></x></auth>",
                "<auth><cot username='u'></auth>",
                "<auth><cot username='u' username='v'/></auth>",
                "<auth><cot username='&nbsp;'/></auth>",
                "<auth><cot username='u'/>",
                "<authority><cot username='u'/></authority>",
                ""
            })
    void whatIsBrokenOrNamesNobodyIsNoCredentials(String element) {
        assertThat(read(element)).isNull();
    }

    @Test
    void whatIsNotUtf8IsNoCredentials() {
        byte[] latin1 = "<auth><cot username='\u00e4'/></auth>".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(CredentialsReader.read(Unpooled.wrappedBuffer(latin1))).isNull();
    }

    @Test
    void isDoneWithThousandsOfAttributes() {
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            attributes.append(" a").append(i).append("=''");
        }

        assertThat(read("<auth><cot username='u'" + attributes + "/></auth>")).isNull();
    }

    private static @Nullable Credentials read(String element) {
        return CredentialsReader.read(Unpooled.wrappedBuffer(element.getBytes(StandardCharsets.UTF_8)));
    }
}
