package org.cotgateway.api.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultipartReaderTest {

    private static final long SEED = 4_711;
    private static final String BOUNDARY = "-b0undary";
    private static final String FORM = "preamble\r\n---b0undary \t\r\n"
            + "Content-Disposition: form-data; name=\"to\"\r\n\r\n10.0.0.7:4242:tcp"
            + "\r\n---b0undary\r\n"
            + "content-type: image/jpeg\r\nContent-Disposition: form-data;\r\n name=\"attachment\"; filename=\"Brücke.jpg\"\r\n\r\n"
            + "\r\n---b0undar\r\n\r\r\n--\r\n---b0undarz\r\n---b0"
            + "\r\n---b0undary\r\n"
            + "Content-Disposition: form-data; name=empty\r\n\r\n"
            + "\r\n---b0undary--\r\nepilogue\r\n---b0undary\r\n";

    @Test
    void readsTheSameHoweverTheBodyIsCut() {
        byte[] body = FORM.getBytes(StandardCharsets.UTF_8);
        ReadForm whole = ReadForm.of(BOUNDARY, body);

        assertThat(whole.refusal).isNull();
        assertThat(whole.parts)
                .containsExactly(
                        new ReadForm.Part(new PartHead("to", null, null), "10.0.0.7:4242:tcp"),
                        new ReadForm.Part(
                                new PartHead("attachment", "Brücke.jpg", "image/jpeg"),
                                "\r\n---b0undar\r\n\r\r\n--\r\n---b0undarz\r\n---b0"),
                        new ReadForm.Part(new PartHead("empty", null, null), ""));
        for (int cut = 0; cut <= body.length; cut++) {
            assertThat(ReadForm.of(BOUNDARY, body, cut).parts)
                    .as("cut at " + cut)
                    .isEqualTo(whole.parts);
        }
        int[] everywhere = new int[body.length];
        Arrays.setAll(everywhere, i -> i);
        assertThat(ReadForm.of(BOUNDARY, body, everywhere).parts).isEqualTo(whole.parts);
    }

    @Test
    void anythingCutOffIsSaidToBe() {
        byte[] body = FORM.getBytes(StandardCharsets.UTF_8);
        int end = FORM.indexOf("--\r\nepilogue") + 2 + 1;
        for (int length = 0; length < end; length++) {
            ReadForm read = ReadForm.of(BOUNDARY, Arrays.copyOf(body, length));
            assertThat(read.refusal)
                    .as("the first " + length + " bytes")
                    .isNotNull()
                    .extracting(Refusal::status)
                    .isEqualTo(HttpResponseStatus.BAD_REQUEST);
        }
    }

    @Test
    void randomContentsOfTheBoundarysBytesComeThrough() {
        Random random = new Random(SEED);
        String letters = "\r\n--b0undary";
        for (int round = 0; round < 2_000; round++) {
            StringBuilder content = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                content.append(letters.charAt(random.nextInt(letters.length())));
            }
            if (("\r\n" + content).contains("\r\n--" + BOUNDARY)) {
                continue;
            }
            byte[] body = ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=x\r\n\r\n" + content + "\r\n--"
                            + BOUNDARY + "--")
                    .getBytes(StandardCharsets.ISO_8859_1);
            int[] cuts = random.ints(3, 0, body.length).sorted().toArray();

            ReadForm read = ReadForm.of(BOUNDARY, body, cuts);

            assertThat(read.parts)
                    .as("seed " + SEED + ", round " + round)
                    .containsExactly(new ReadForm.Part(new PartHead("x", null, null), content.toString()));
        }
    }

    @Test
    void namesMayHoldWhatEndsThem() {
        String head = "Content-Disposition: form-data; name=\"a;b\"; filename=\"..\\..\\x\\\"%22;=.jpg\"";

        assertThat(ReadForm.of("b", form(head)).parts.get(0).head())
                .isEqualTo(new PartHead("a;b", "..\\..\\x\"\";=.jpg", null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            filename*=UTF-8''Br%C3%BCcke%20%28am%20Fluss%29.jpg              | Brücke (am Fluss).jpg
            filename*=utf-8'de'..%2F..%2FBr%C3%BCcke.jpg                     | ../../Brücke.jpg
            filename*=ISO-8859-1''Br%FCcke.jpg                               | Brücke.jpg
            filename="Bruecke.jpg"; filename*=UTF-8''Br%C3%BCcke.jpg         | Brücke.jpg
            FILENAME*="UTF-8''Br%c3%bccke.jpg"; filename=Bruecke.jpg         | Brücke.jpg
            filename=a.jpg; filename*=UTF-8''Br%FCcke.jpg                    | a.jpg
            filename=a.jpg; filename*=UTF-16''%00a                           | a.jpg
            filename=a.jpg; filename*=UTF-8''x%                              | a.jpg
            filename=a.jpg; filename*=UTF-8''x%2                             | a.jpg
            filename=a.jpg; filename*=UTF-8''x%2g                            | a.jpg
            filename=a.jpg; filename*=x                                      | a.jpg
            filename=a.jpg; filename*='                                      | a.jpg
            filename*=UTF-8''x%2g                                            |
            filename*=UTF-8''%41%20%7e.jpg                                   | A ~.jpg
            """)
    void fileNamesInTheOldExtendedFormAreRead(String parameters, @Nullable String expected) {
        String head = "Content-Disposition: form-data; name=a; " + parameters;

        assertThat(ReadForm.of("b", form(head)).parts.get(0).head()).isEqualTo(new PartHead("a", expected, null));
    }

    @Test
    void aPartWithoutANameIsRefused() {
        assertThat(ReadForm.of("b", form("Content-Disposition: form-data")).refusal)
                .isEqualTo(Refusal.malformed("part 1 must have a Content-Disposition of form-data with a name"));
        assertThat(ReadForm.of("b", form("Content-Disposition: attachment; name=x"))
                        .isWhole())
                .isFalse();
        assertThat(ReadForm.of("b", form("Content-Disposition: form-data; name=\"x"))
                        .isWhole())
                .isFalse();
        assertThat(ReadForm.of("b", form("X")).isWhole()).isFalse();
        assertThat(ReadForm.of("b", form("Content-Disposition: form-data; name=\"\""))
                        .isWhole())
                .isFalse();
        assertThat(ReadForm.of("b", bytes("--b\r\n\r\nx\r\n--b--")).isWhole()).isFalse();
    }

    @Test
    void whatIsCodedIsNotTakenForItsContent() {
        String part =
                "Content-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\nContent-Transfer-Encoding: ";

        assertThat(ReadForm.of("b", form(part + "base64")).refusal)
                .isEqualTo(Refusal.malformed(
                        "part 1 has the Content-Transfer-Encoding base64; what forms hold is not coded"
                                + " (RFC 7578, 4.7)"));
        assertThat(ReadForm.of("b", form(part + "Binary")).isWhole()).isTrue();
    }

    @Test
    void whatGoesOverALimitIsTooLarge() {
        String part = "--b\r\nContent-Disposition: form-data; name=x\r\n\r\n\r\n";

        assertThat(ReadForm.of("b", bytes(part.repeat(20) + "--b--")).isWhole()).isTrue();
        assertThat(ReadForm.of("b", bytes(part.repeat(10_000) + "--b--")).refusal)
                .isEqualTo(Refusal.tooLarge("the body has more than 100000 bytes"));
        assertThat(ReadForm.of("b", bytes(part.repeat(21) + "--b--")).refusal)
                .isEqualTo(Refusal.tooLarge("the form has more than 20 parts"));
        assertThat(ReadForm.of("b", form("X: " + "y".repeat(600))).refusal)
                .isEqualTo(Refusal.tooLarge("part 1 has a head of more than 500 bytes"));
    }

    @Test
    void aBoundaryMustEndItsLine() {
        assertThat(ReadForm.of("b", bytes("--bb\r\n")).refusal).isNotNull();
        assertThat(ReadForm.of("b", bytes("--b\n")).refusal).isNotNull();
        assertThat(ReadForm.of("b", bytes("--b-x")).refusal).isNotNull();
        assertThat(ReadForm.of("b", bytes("--b--")).parts).isEmpty();
        assertThat(ReadForm.of("b", bytes("--b--")).isWhole()).isTrue();
    }

    @Test
    void theBoundaryIsFoundInTheContentType() {
        assertThat(MultipartReader.boundary("Multipart/Form-Data; charset=utf-8; BOUNDARY=\"a b\""))
                .contains("a b");
        assertThat(MultipartReader.boundary("multipart/form-data;boundary=ab;")).contains("ab");
        assertThat(MultipartReader.boundary("multipart/form-data")).isEmpty();
        assertThat(MultipartReader.boundary("multipart/form-data; boundary=")).isEmpty();
        assertThat(MultipartReader.boundary("multipart/form-data; boundary=" + "x".repeat(71)))
                .isEmpty();
        assertThat(MultipartReader.boundary("multipart/form-data; boundary=\"a\rb\""))
                .isEmpty();
        assertThat(MultipartReader.boundary("multipart/mixed; boundary=ab")).isEmpty();
        assertThat(MultipartReader.boundary(null)).isEmpty();
    }

    @Test
    void theBufferStaysAsItWas() {
        var buffer = Unpooled.copiedBuffer(form("Content-Disposition: form-data; name=x"));
        int readable = buffer.readableBytes();

        new MultipartReader("b", ReadForm.LIMITS, new ReadForm()).feed(buffer);

        assertThat(buffer.readableBytes()).isEqualTo(readable);
        assertThat(buffer.refCnt()).isOne();
        buffer.release();
    }

    private static byte[] form(String head) {
        return bytes("--b\r\n" + head + "\r\n\r\nx\r\n--b--\r\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
