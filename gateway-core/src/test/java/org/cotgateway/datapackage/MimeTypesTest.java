package org.cotgateway.datapackage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MimeTypesTest {

    @ParameterizedTest
    @CsvSource({
        "photo.jpg, '', image/jpeg, true",
        "PHOTO.JPEG, '', image/jpeg, true",
        "map.kml, '', application/vnd.google-earth.kml+xml, false",
        "map.kmz, 504b0304, application/vnd.google-earth.kmz, true",
        "text.txt, ffd8ffe0, text/plain, false",
        "photo, ffd8ffe000104a4649460001, image/jpeg, true",
        "photo.orig, 89504e470d0a1a0a0000000d, image/png, true",
        "jpg, ffd8ffe000104a4649460001, image/jpeg, true",
        "anim, 474946383961, image/gif, true",
        "pic, 524946460000000057454250, image/webp, true",
        "sound, 524946460000000057415645, application/octet-stream, false",
        "doc, 255044462d312e37, application/pdf, true",
        "film, 000000186674797069736f6d, video/mp4, true",
        "pic, 000000186674797068656963, image/heic, true",
        "pack, 504b0304, application/zip, true",
        "x.unheardof, 0001, application/octet-stream, false",
        "x., '', application/octet-stream, false",
        "'', '', application/octet-stream, false",
    })
    void extensionDecidesThenTheFirstBytes(String name, String head, String type, boolean compressed) {
        assertThat(MimeTypes.of(name, HexFormat.of().parseHex(head))).isEqualTo(new MimeType(type, compressed));
    }
}
