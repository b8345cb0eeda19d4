package org.cotgateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.cotgateway.datapackage.StoredPackage;
import org.cotgateway.metrics.Counter;
import org.cotgateway.testing.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages, whole and in part, and what is reported of them. */
class PackageRouteTest extends HttpTest {

    private String path() {
        return small.urlPath();
    }

    @Test
    void wholePackageComesWithStatus200AndItsExactLength() throws IOException {
        for (StoredPackage stored : new StoredPackage[] {small, large}) {
            String answer = connection.get(stored.urlPath());

            assertThat(answer)
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("\r\ncontent-type: application/zip\r\n")
                    .contains("\r\ncontent-length: " + stored.sizeBytes() + "\r\n")
                    .contains("\r\netag: \"" + stored.sha256() + "\"\r\n")
                    .contains("\r\naccept-ranges: bytes\r\n")
                    .containsPattern(
                            "\r\ndate: (Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d [A-Z][a-z][a-z] \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n")
                    .doesNotContain("content-encoding")
                    .doesNotContain("content-range")
                    .doesNotContain("transfer-encoding");
            assertThat(body(answer)).isEqualTo(content(stored));
        }
    }

    @Test
    void headIsTheSameWithoutBodyAndNoFetch() throws IOException {
        String answer = connection.send("HEAD " + path() + " HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\r\ncontent-length: " + small.sizeBytes() + "\r\n")
                .endsWith("\r\n\r\n");
        assertThat(fetches.started).isEmpty();
        assertThat(connection.get("/nothing")).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void headOfWhatIsNotThereHasNoBody() throws IOException {
        assertThat(connection.send("HEAD /nothing HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ")
                .endsWith("\r\n\r\n");
    }

    @Test
    void hashMayBeInUpperCaseAndTheNameAnythingWithZip() throws IOException {
        String path = "/package/" + small.sha256().toUpperCase(Locale.ROOT) + "/other%2F..%2Fname.ZIP";

        assertThat(body(connection.get(path))).isEqualTo(content(small));
    }

    @Test
    void absoluteTargetsAreUnderstood() throws IOException {
        assertThat(connection.get("http://proxy:8080" + path())).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "//",
                "/package",
                "/package/",
                "/package/{sha}",
                "/package/{sha}/",
                "/package/{sha}/x",
                "/package//{sha}/x.zip",
                "//package/{sha}/x.zip",
                "/package/{sha}/x.zip/",
                "/package/{sha}/../{sha}/x.zip",
                "/package/./{sha}/x.zip",
                "/package/{sha}%00/x.zip",
                "/package/{sha}%2Fx.zip",
                "/Package/{sha}/x.zip",
                "/package/../store/{sha}/x.zip",
                "/package/..%2f..%2f..%2fetc%2fpasswd/x.zip",
                "/package/%2e%2e/%2e%2e/x.zip",
                "/package/.lock/x.zip",
                "/package/0000/x.zip",
                "/getfile",
                "/getfile/",
                "/getfile?file=",
                "/getfile?file=../../../../etc/passwd",
                "/getfile?file=.lock",
                "/getfile?file={sha}",
                "/getfile?sender=x",
            })
    void nothingElseIsServed(String path) throws IOException {
        String answer = connection.get(path.replace("{sha}", small.sha256()));

        assertThat(answer).startsWith("HTTP/1.1 404 ");
        assertThat(body(answer)).hasLineCount(1).hasSizeLessThan(100);
        assertThat(fetches.started).isEmpty();
    }

    @Test
    void devicesFindPackagesByFileName() throws IOException {
        assertThat(small.fileName()).isEqualTo("small one.zip");

        assertThat(body(connection.get("/getfile?file=small+one.zip&sender=HQ")))
                .isEqualTo(content(small));
        assertThat(body(connection.get("/getfile?file=small%20one.zip&sender=HQ&receiver=A")))
                .isEqualTo(content(small));
    }

    @Test
    void fetchSaysWhoAndForWhichDelivery() throws IOException {
        connection.get(path() + "?to=token-1&receiver=DEV%200&receiver=second");

        assertThat(fetches.started).singleElement().satisfies(fetch -> {
            assertThat(fetch.bytes()).isZero();
            assertThat(fetch.endedMs()).isEqualTo(fetch.startedMs());
        });
        assertThat(fetches.completed).singleElement().satisfies(fetch -> {
            assertThat(fetch.sha256()).isEqualTo(small.sha256());
            assertThat(fetch.receiver()).isEqualTo("DEV 0");
            assertThat(fetch.request()).isEqualTo("token-1");
            assertThat(fetch.bytes()).isEqualTo(small.sizeBytes());
        });
        assertThat(ledger.records())
                .singleElement()
                .satisfies(record -> assertThat(record.receiver()).isEqualTo("DEV 0"));
        assertThat(counters.get(Counter.FETCH_BYTES)).isEqualTo(small.sizeBytes());
    }

    @Test
    void whatClientsSayOfThemselvesIsBoundedAndPrintable() throws IOException {
        connection.get(path() + "?receiver=a%0Ab%1B%5B2J" + "x".repeat(200));

        String receiver = fetches.completed.get(0).receiver();
        assertThat(receiver).hasSize(100).startsWith("a\uFFFDb\uFFFD[2Jxxx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"{sha}\"", "*", "W/\"{sha}\"", "\"other\", \"{sha}\""})
    void knownTagNeedsNoBody(String tags) throws IOException {
        String answer = connection.get(path(), "If-None-Match: " + tags.replace("{sha}", small.sha256()));

        assertThat(answer).startsWith("HTTP/1.1 304 ").contains(small.sha256()).endsWith("\r\n\r\n");
        assertThat(fetches.started).isEmpty();
    }

    @Test
    void otherTagGetsTheWhole() throws IOException {
        assertThat(connection.get(path(), "If-None-Match: \"other\"")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void rangeOfCachedAndOfLargePackagesIsExact() throws IOException {
        for (StoredPackage stored : new StoredPackage[] {small, large}) {
            String answer = connection.get(stored.urlPath(), "Range: bytes=100-299");

            assertThat(answer)
                    .startsWith("HTTP/1.1 206 ")
                    .contains("\r\ncontent-length: 200\r\n")
                    .contains("\r\ncontent-range: bytes 100-299/" + stored.sizeBytes() + "\r\n");
            assertThat(body(answer)).isEqualTo(content(stored).substring(100, 300));
        }
        assertThat(fetches.started).isEmpty();
        assertThat(counters.get(Counter.FETCH_BYTES)).isEqualTo(400);
    }

    @Test
    void rangeOverEverythingIsAFetchOfTheWhole() throws IOException {
        assertThat(connection.get(path(), "Range: bytes=0-")).startsWith("HTTP/1.1 206 ");
        assertThat(fetches.completed).hasSize(1);
    }

    @Test
    void rangeOutOfBoundsIsRefused() throws IOException {
        String answer = connection.get(path(), "Range: bytes=" + small.sizeBytes() + "-");

        assertThat(answer)
                .startsWith("HTTP/1.1 416 ")
                .contains("\r\ncontent-range: bytes */" + small.sizeBytes() + "\r\n");
        assertThat(connection.get(path(), "Range: bytes=-0")).startsWith("HTTP/1.1 416 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,5-6", "bytes=5-1", "bytes=-", "bytes=a-b", "lines=1-2", "nonsense"})
    void rangesThatAreNotOneRangeGetTheWhole(String range) throws IOException {
        assertThat(connection.get(path(), "Range: " + range)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void rangeOfAnotherContentGetsTheWhole() throws IOException {
        assertThat(connection.get(path(), "Range: bytes=0-1", "If-Range: \"other\""))
                .startsWith("HTTP/1.1 200 ");
        assertThat(connection.get(path(), "Range: bytes=0-1", "If-Range: \"" + small.sha256() + "\""))
                .startsWith("HTTP/1.1 206 ");
    }

    @Test
    void evictedPackageIsNotFoundThoughItWasJustThere() throws IOException {
        Files.delete(large.path());

        String answer = connection.get(large.urlPath(), "Range: bytes=0-9");

        assertThat(answer)
                .startsWith("HTTP/1.1 404 ")
                .doesNotContain("content-range")
                .doesNotContain("etag");
    }

    @Test
    void brokenPackageIsAFailureOfTheServer() throws IOException {
        byte[] whole = Files.readAllBytes(small.path());
        Files.write(small.path(), new byte[10]);
        try (LogCapture log = LogCapture.of(PackageRoute.class)) {
            assertThat(connection.get(path())).startsWith("HTTP/1.1 500 ");
            assertThat(log.lines())
                    .singleElement(STRING)
                    .startsWith("package " + small.path() + " cannot be read: java.io.EOFException: " + small.path());
        }
        assertThat(counters.get(Counter.HTTP_FAILED)).isEqualTo(1);
        Files.write(small.path(), whole);
        assertThat(connection.get(path())).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void theCacheOfPackagesWritesNothingOfAFailureByItself() throws IOException {
        List<String> written = new ArrayList<>();
        Logger cache = Logger.getLogger("com.github.benmanes.caffeine");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                written.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        cache.addHandler(handler);
        try {
            Files.write(small.path(), new byte[10]);
            assertThat(connection.get(path())).startsWith("HTTP/1.1 500 ");
        } finally {
            cache.removeHandler(handler);
        }
        assertThat(written).isEmpty();
    }
}
