package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cotgateway.datapackage.StoredPackage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @Test
    void pathIsSplitBeforeItIsDecoded() {
        RequestTarget target = RequestTarget.parse("/a/b%2Fc/%2e%2e//d+e/").orElseThrow();

        assertThat(target.segments()).containsExactly("a", "b/c", "..", "", "d+e", "");
        assertThat(target.query()).isEqualTo(Map.of("", List.of("")));
    }

    @Test
    void queryIsReadAsFormsAreSent() {
        RequestTarget target =
                RequestTarget.parse("/x?a=1&a=2&b=%C3%84+%2B&c&=d&e=f=g").orElseThrow();

        assertThat(target.parameter("a")).isEqualTo("1");
        assertThat(target.parameters("a")).containsExactly("1", "2");
        assertThat(target.parameters("z")).isEmpty();
        assertThat(target.parameter("b")).isEqualTo("Ä +");
        assertThat(target.parameter("c")).isEmpty();
        assertThat(target.parameter("e")).isEqualTo("f=g");
        assertThat(target.parameter("z")).isNull();
        assertThat(target.parameters("a")).isUnmodifiable();
    }

    @Test
    void hostInTheTargetIsLeftOut() {
        RequestTarget target = RequestTarget.parse("HTTP://h:1/x?y=z").orElseThrow();
        assertThat(target.segments()).containsExactly("x");
        assertThat(target.query()).isEqualTo(Map.of("y", List.of("z")));
        assertThat(RequestTarget.parse("http://h").orElseThrow().segments()).containsExactly("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "*",
                "https://h/x",
                "/%",
                "/%4",
                "/%g0",
                "/%-1",
                "/%C3",
                "/\u00e4",
                "/ ",
                "/x#y",
                "/x?%C3"
            })
    void malformedTargetsAreRefused(String uri) {
        assertThat(RequestTarget.parse(uri)).isEmpty();
    }

    @Test
    void pathOfAPackageIsReadAsItsHashAndItsName() {
        long seed = 20261121;
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String text = random.ints(random.nextInt(20), 0, 0x110000)
                    .filter(point -> point < 0xD800 || point > 0xDFFF)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            String path = new StoredPackage("5a", text, 1, Path.of("5a")).urlPath();

            assertThat(path).as("seed %d", seed).matches("/package/5a/[A-Za-z0-9._~%-]*");
            assertThat(RequestTarget.parse(path).orElseThrow().segments())
                    .as("seed %d", seed)
                    .containsExactly("package", "5a", text);
        }
    }
}
