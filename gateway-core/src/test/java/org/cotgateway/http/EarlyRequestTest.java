package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyRequestTest {

    @Test
    void asAtakAsksIsRead() {
        EarlyRequest request = Objects.requireNonNull(
                EarlyRequest.parse(
                        "GET /package/5a/a%20b.zip?to=t&receiver=DEV%200 HTTP/1.1\r\nHost: 10.0.0.1:8080\r\nAccept: */*\r\n\r\n"));

        assertThat(request.target().segments()).containsExactly("package", "5a", "a b.zip");
        assertThat(request.target().parameter("receiver")).isEqualTo("DEV 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET",
                "GET / HTTP/1.1",
                "GET / HTTP/1.1\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nAccept: */*\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nAccept: text/html\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nAccept: */*;q=0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nRange: bytes=0-1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\n\r\nG",
                "GET / HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET / HTTP/1.0\r\nHost: h\r\n\r\n",
                "GET / HTTP/1.1\nHost: h\n\n",
                "GET  HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /% HTTP/1.1\r\nHost: h\r\n\r\n",
                "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n",
                " HTTP/1.1\r\nHost: h\r\n\r\n"
            })
    void whateverElseIsLeftToOthers(String text) {
        assertThat(EarlyRequest.parse(text)).isNull();
    }
}
