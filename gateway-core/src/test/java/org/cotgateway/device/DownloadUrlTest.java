package org.cotgateway.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080/p, /p?receiver=DEV%200",
        "http://127.0.0.1:8080/p?to=x, /p?to=x&receiver=DEV%200",
        "http://127.0.0.1:8080, /?receiver=DEV%200",
        "http://127.0.0.1:8080?a=b, /?a=b&receiver=DEV%200",
        "http://127.0.0.1:8080/p#f, /p?receiver=DEV%200",
        "HTTP://127.0.0.1:8080/p%20q, /p%20q?receiver=DEV%200",
    })
    void appendsTheReceiver(String url, String target) {
        assertThat(DownloadUrl.parse(url, "DEV 0").target()).isEqualTo(target);
    }

    @Test
    void writesTheRequestThatAtakWrites() {
        assertThat(DownloadUrl.parse("http://127.0.0.1:8080/p", "DEV 0").request())
                .isEqualTo("GET /p?receiver=DEV%200 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: */*\r\n\r\n");
        assertThat(DownloadUrl.parse("http://gateway/p", "A").request()).contains("\r\nHost: gateway\r\n");
    }

    @Test
    void encodesEveryByteThatIsNotUnreserved() {
        assertThat(DownloadUrl.parse("http://h/p", "a-Z_0.~/&=+\u00fc").target())
                .isEqualTo("/p?receiver=a-Z_0.~%2F%26%3D%2B%C3%BC");
    }

    @Test
    void keepsPortAndPathOnAnotherHost() {
        DownloadUrl url = DownloadUrl.parse("http://10.0.0.1:8080/p", "A").on("127.0.0.9");

        assertThat(url.toString()).isEqualTo("http://127.0.0.9:8080/p?receiver=A");
    }

    @Test
    void knowsUrlsOfAServer() {
        assertThat(DownloadUrl.parse("http://h:8080/Marti/sync/content?hash=1", "A")
                        .onServer())
                .isTrue();
        assertThat(DownloadUrl.parse("http://h:8080/marti", "A").onServer()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/p",
                "ftp://127.0.0.1/p",
                "/p",
                "",
                "http://",
                "http://h:99999/p",
                "http://h:0/p",
                "http://h/a b",
                "http://h/a\r\nX: y",
                "http://user@h/p"
            })
    void isNotTried(String url) {
        assertThatThrownBy(() -> DownloadUrl.parse(url, "A")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysClearlyThatHttpsIsNotSupported() {
        assertThatThrownBy(() -> DownloadUrl.parse("HTTPS://h/p", "A"))
                .hasMessageContaining("https is not supported by the simulated device");
    }
}
