package org.cotgateway.datapackage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeNamesTest {

    @ParameterizedTest
    @CsvSource({
        "photo.jpg, photo.jpg",
        "Lageplan Süd 写真.pdf, Lageplan Süd 写真.pdf",
        "../../etc/passwd, _._etc_passwd",
        "..\\\\..\\\\boot.ini, _._boot.ini",
        "/etc/passwd, _etc_passwd",
        "C:\\\\x.txt, C__x.txt",
        "photo..jpg, photo.jpg",
        ".hidden, hidden",
        "a*b?c<d>e|f, a_b_c_d_e_f",
        "' x. ', x",
    })
    void namesBecomeSafe(String raw, String safe) {
        assertThat(SafeNames.safe(raw.replace("\\\\", "\\"))).isEqualTo(safe);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "...", ". . "})
    void nothingBecomesAName(String raw) {
        assertThat(SafeNames.safe(raw)).isEqualTo("file");
    }

    @Test
    void controlAndFormattingCharactersAndHalfPairsAreReplaced() {
        assertThat(SafeNames.safe("a\u0000b\nc\u001bd\u007fe\u202Egpj.exe\ud800"))
                .isEqualTo("a_b_c_d_e_gpj.exe_");
    }

    @Test
    void emojiStay() {
        assertThat(SafeNames.safe("\ud83d\ude81.png")).isEqualTo("\ud83d\ude81.png");
    }

    @Test
    void composedAndDecomposedLettersAreOneName() {
        assertThat(SafeNames.safe("Su\u0308d")).isEqualTo(SafeNames.safe("S\u00fcd"));
    }

    @Test
    void longNamesAreCutBetweenLettersAndKeepTheirExtension() {
        String safe = SafeNames.safe("\ud83d\ude81".repeat(500) + ".jpeg");

        assertThat(safe).endsWith("\ud83d\ude81.jpeg");
        assertThat(safe.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(SafeNames.MAX_BYTES - 3, SafeNames.MAX_BYTES);
    }

    @Test
    void namesThatDifferInCaseOnlyAreToldApart() {
        SafeNames names = new SafeNames();

        assertThat(names.unique("photo.jpg")).isEqualTo("photo.jpg");
        assertThat(names.unique("Photo.JPG")).isEqualTo("Photo (2).JPG");
        assertThat(names.unique("photo (2).jpg")).isEqualTo("photo (2) (2).jpg");
        assertThat(names.unique("photo.jpg")).isEqualTo("photo (3).jpg");
        assertThat(names.unique("noextension")).isEqualTo("noextension");
        assertThat(names.unique("noextension")).isEqualTo("noextension (2)");
    }
}
