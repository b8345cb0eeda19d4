package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which host a request is meant for, and whether that is this one. */
class RequestHostTest {

    private static HttpRequest request(HttpVersion version, String target, String... hosts) {
        HttpRequest request = new DefaultHttpRequest(version, HttpMethod.GET, target);
        for (String host : hosts) {
            request.headers().add("Host", host);
        }
        return request;
    }

    private static HostNames names(String... hosts) {
        HttpSettings settings = HttpSettings.on(InetSocketAddress.createUnresolved("gw.example.org", 8080));
        for (String host : hosts) {
            settings = settings.alsoAskedAs(host);
        }
        return HostNames.of(settings);
    }

    @ParameterizedTest
    @CsvSource({
        "gateway, gateway",
        "Gateway.Example.ORG:8080, gateway.example.org",
        "gateway.:80, gateway",
        "gateway:, gateway",
        "10.0.0.7:8080, 10.0.0.7",
        "[FE80::1]:8080, fe80::1",
        "[::1], ::1",
        "a_b, a_b",
    })
    void aHostIsReadWithoutItsPort(String field, String name) {
        assertThat(RequestHost.parse(field)).contains(new RequestHost(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b", "a/b", "a:b", "a:1:2", "::1", "[::1", "[]", "[x]", "me@a", "a,b:x", "a\tb", "\u00e4", "a?b"
            })
    void whatIsNoHostIsNotRead(String field) {
        assertThat(RequestHost.parse(field)).isEmpty();
    }

    @Test
    void exactlyOneFieldIsNeeded() {
        assertThat(RequestHost.of(request(HttpVersion.HTTP_1_1, "/"))).isEmpty();
        assertThat(RequestHost.of(request(HttpVersion.HTTP_1_1, "/", "a", "a"))).isEmpty();
        assertThat(RequestHost.of(request(HttpVersion.HTTP_1_0, "/", "a", "b"))).isEmpty();
        assertThat(RequestHost.of(request(HttpVersion.HTTP_1_1, "/", "a"))).contains(new RequestHost("a"));
        assertThat(RequestHost.of(request(HttpVersion.HTTP_1_1, "/", ""))).contains(RequestHost.NONE);
        assertThat(RequestHost.of(request(HttpVersion.HTTP_1_0, "/"))).contains(RequestHost.NONE);
    }

    @Test
    void theHostOfAnAbsoluteTargetCountsAndTheFieldMustBeOneAllTheSame() {
        assertThat(RequestHost.of(request(HttpVersion.HTTP_1_1, "http://a:80/x?y=http://c/", "b")))
                .contains(new RequestHost("a"));
        assertThat(RequestHost.of(request(HttpVersion.HTTP_1_1, "HTTP://a?x", "b")))
                .contains(new RequestHost("a"));
        assertThat(RequestHost.of(request(HttpVersion.HTTP_1_1, "http://me@a/", "b")))
                .isEmpty();
        assertThat(RequestHost.of(request(HttpVersion.HTTP_1_1, "http://a/", "b/c")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "a.LocalHost:8080",
                "127.0.0.1",
                "192.0.2.7:8080",
                "[::1]:8080",
                "gw.example.org",
                "GW.example.org.:8080",
                "ops",
                ""
            })
    void operatorsAskByAddressesAndByNamesThatAreKnown(String field) {
        assertThat(names("OPS", "10.0.0.7").contain(RequestHost.parse(field).orElseThrow()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "notlocalhost",
                "gw.example.org.evil.example",
                "x.gw.example.org",
                "1.2.3.4.evil.example",
                "1.2.3",
                "0x7f000001",
                "2130706433"
            })
    void anyOtherNameMayBeAnybodys(String field) {
        assertThat(names("ops").contain(RequestHost.parse(field).orElseThrow())).isFalse();
    }

    @Test
    void settingsThatNameNoHostsAreRefusedAllAtOnce() {
        assertThatThrownBy(() -> names("ops", "ops:8080", "http://x", "[::1]", "::1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no host names or IP addresses: ops:8080, http://x, [::1]");
    }
}
