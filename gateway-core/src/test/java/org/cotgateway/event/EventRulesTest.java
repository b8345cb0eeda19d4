package org.cotgateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventRulesTest {

    private static final long SEED = 42;
    private static final Instant TIME = Instant.parse("2026-11-21T10:15:30Z");
    private static final String SHA_256 = "0123456789abcdefABCDEF".repeat(3).substring(0, 64);
    private static final FileShare FILE =
            new FileShare("a.zip", "http://10.0.0.1:8080/a", 0, SHA_256, "HQ-1", "HQ", "Photo", true);

    @Test
    void aFullEventIsValid() {
        CotEvent event = valid().access("Unclassified")
                .qos("1-r-c")
                .opex("e-name")
                .caveat("FOUO")
                .releasableTo("AUT")
                .add(Remarks.of("tab\t, line\n, return\r, \u00e4, \ud83d\ude00, ]]>"))
                .add(FILE)
                .add(new AckRequest("ack-1", true, "Photo"))
                .add(CotElement.named("ns:plugin")
                        .attribute("xmlns:ns", "urn:x")
                        .child(CotElement.named("\u00fcber.all-1").build())
                        .build())
                .build();

        assertThat(EventRules.check(event)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "  \u2003"})
    void aUidOfBlanksIsNone(String uid) {
        assertThat(EventRules.isUid(uid)).isFalse();
        assertThat(EventRules.isUid(uid + "a")).isTrue();
        assertThat(violatedFields(valid().uid(uid))).containsExactly("event@uid");
    }

    @Test
    void allViolationsComeAtOnceInTheOrderOfTheDocument() {
        CotEvent event = new CotEvent(
                "two",
                "",
                "A",
                "?",
                -1,
                10,
                10,
                "\u0001",
                "\u0002",
                "\u0003",
                "\u0004",
                "\ud800",
                new CotPoint(91, -180.5, Double.NaN, -1, Double.POSITIVE_INFINITY),
                CotDetail.of(CotElement.named("1x").attribute("a b", "\ufffe").build()));

        assertThat(EventRules.check(event))
                .extracting(Violation::field)
                .containsExactly(
                        "event@version",
                        "event@uid",
                        "event@type",
                        "event@how",
                        "event@access",
                        "event@qos",
                        "event@opex",
                        "event@caveat",
                        "event@releasableTo",
                        "event@time",
                        "event@stale",
                        "point@lat",
                        "point@lon",
                        "point@hae",
                        "point@ce",
                        "point@le",
                        "detail/1x",
                        "detail/1x@a b",
                        "detail/1x@a b");
    }

    @Test
    void aViolationTellsFieldValueAndRule() {
        assertThat(EventRules.check(
                        valid().point(new CotPoint(91.25, 0, 0, 0, 0)).build()))
                .containsExactly(Violation.of("point@lat", "91.25", "must be between -90 and 90"));
        assertThat(EventRules.check(valid().stale(TIME).build()))
                .containsExactly(Violation.of(
                        "event@stale",
                        "2026-11-21T10:15:30.000Z",
                        "must be after start, which is 2026-11-21T10:15:30.000Z"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101})
    void uidTypeAndHowHaveOneToAHundredCharacters(int length) {
        String text = "a".repeat(length);

        assertThat(violatedFields(valid().uid(text).type(text).how(text)))
                .containsExactly("event@uid", "event@type", "event@how");
    }

    @Test
    void aHundredCharactersAreCountedAsCodePoints() {
        assertThat(violatedFields(valid().uid("\ud83d\ude00".repeat(100)))).isEmpty();
        assertThat(violatedFields(valid().uid("\ud83d\ude00".repeat(101)))).containsExactly("event@uid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\tb", "a\nb", "a\u007fb", "a\u0085b", "a\ud800b", "a\udc00", "a\uffff"})
    void aUidHasNoControlCharactersAtAll(String uid) {
        assertThat(violatedFields(valid().uid(uid))).containsExactly("event@uid");
    }

    @ParameterizedTest
    @CsvSource({
        "-90, -180, true", "90, 180, true", "90.0000001, 0, false", "-90.0000001, 0, false",
        "0, 180.0000001, false", "0, -180.0000001, false", "NaN, 0, false", "0, Infinity, false",
    })
    void latitudeAndLongitudeKeepTheirRanges(double lat, double lon, boolean valid) {
        assertThat(violatedFields(valid().point(CotPoint.of(lat, lon))).isEmpty())
                .isEqualTo(valid);
    }

    @Test
    void heightMayBeNegativeButErrorsMayNot() {
        assertThat(violatedFields(valid().point(new CotPoint(0, 0, -430.5, 0, 0))))
                .isEmpty();
        assertThat(violatedFields(valid().point(new CotPoint(0, 0, 0, -0.1, -1))))
                .containsExactly("point@ce", "point@le");
    }

    @ParameterizedTest
    @CsvSource({
        "1969-12-31T23:59:59.999Z, 1970-01-01T00:00:00Z, event@start",
        "1970-01-01T00:00:00Z, 2106-02-07T06:28:15.999Z, ",
        "1970-01-01T00:00:00Z, 2106-02-07T06:28:16Z, event@stale",
        "1970-01-01T00:00:00Z, 9999-12-31T23:59:59Z, event@stale",
    })
    void timesAreThoseThatAtakTakes(Instant start, Instant stale, String violated) {
        List<String> expected = violated == null ? List.of() : List.of(violated);
        assertThat(violatedFields(valid().start(start).stale(stale))).isEqualTo(expected);
    }

    @Test
    void timesBeyondAnyCalendarAreShownAllTheSame() {
        CotEvent event = valid().build();
        CotEvent broken = new CotEvent(
                "2.0",
                "u",
                "a-f-G",
                "m-g",
                Long.MIN_VALUE,
                0,
                Long.MAX_VALUE,
                null,
                null,
                null,
                null,
                null,
                event.point(),
                event.detail());

        assertThat(EventRules.check(broken)).extracting(Violation::field).containsExactly("event@time", "event@stale");
    }

    @Test
    void elementsOfOneNameAreNumberedFromTheSecond() {
        CotElement bad = CotElement.named("link").attribute("uid", "\u0001").build();
        CotEvent event = valid().add(bad)
                .add(bad)
                .add(CotElement.named("outer")
                        .child(bad)
                        .child(bad)
                        .text("\u0002")
                        .build())
                .build();

        assertThat(EventRules.check(event))
                .extracting(Violation::field)
                .containsExactly(
                        "detail/link@uid",
                        "detail/link[2]@uid",
                        "detail/outer/link@uid",
                        "detail/outer/link[2]@uid",
                        "detail/outer");
    }

    @Test
    void anAttributeStandsOnlyOnceInItsElement() {
        CotElement twice =
                CotElement.named("x").attribute("a", 1).attribute("a", 1).build();

        assertThat(EventRules.check(valid().add(twice).build()))
                .containsExactly(Violation.of("detail/x@a", "1", "must stand only once in its element"));
    }

    @Test
    void theForbiddenCharacterIsNamed() {
        assertThat(EventRules.check(valid().add(Remarks.of("a\u000bb\u0001")).build()))
                .containsExactly(
                        Violation.of("detail/remarks", "a\u000bb\u0001", "must not contain the character U+000B"));
        assertThat(EventRules.check(valid().add(Remarks.of("\ud83d!")).build()))
                .containsExactly(
                        Violation.of("detail/remarks", "\ud83d!", "must not contain the lone surrogate U+D83D"));
    }

    @Test
    void nestingIsLimitedAndReportedOnce() {
        assertThat(violatedFields(valid().add(nested(62)))).isEmpty();
        assertThat(violatedFields(valid().add(nested(63)))).containsExactly("detail");
        assertThat(violatedFields(valid().add(nested(100_000)).add(nested(70)))).containsExactly("detail");
    }

    @Test
    void manyElementsAndAttributesAreCheckedInOneGo() {
        CotEvent.Builder event = valid();
        CotElement.Builder wide = CotElement.named("wide");
        for (int i = 0; i < 50_000; i++) {
            event.add(new Archive());
            wide.attribute("a" + i, i);
        }

        assertThat(violatedFields(event.add(wide.build()))).isEmpty();
    }

    @Test
    void aFileShareHasEverythingThatAtakWants() {
        assertThat(violatedFields(valid().add(CotElement.named(FileShare.NAME).build())))
                .containsExactly(
                        "detail/fileshare@filename",
                        "detail/fileshare@senderUrl",
                        "detail/fileshare@sizeInBytes",
                        "detail/fileshare@sha256",
                        "detail/fileshare@senderUid",
                        "detail/fileshare@senderCallsign",
                        "detail/fileshare@name");
        assertThat(violatedFields(valid().add(new FileShare("a", "ftp://h/a", -1, "ab", "u", "c", "n", false))))
                .containsExactly(
                        "detail/fileshare@sizeInBytes", "detail/fileshare@sha256", "detail/fileshare@senderUrl");
    }

    @Test
    void anAckRequestSaysWhoAndWhether() {
        CotElement empty = CotElement.named(AckRequest.NAME).build();
        CotElement perhaps = CotElement.named(AckRequest.NAME)
                .attribute("uid", "u")
                .attribute("ackrequested", "perhaps")
                .build();

        assertThat(violatedFields(valid().add(empty)))
                .containsExactly("detail/ackrequest@uid", "detail/ackrequest@ackrequested");
        assertThat(violatedFields(valid().add(perhaps))).containsExactly("detail/ackrequest@ackrequested");
    }

    @Test
    void aForcedDeleteNamesWhatItDeletes() {
        CotEvent.Builder nothing =
                valid().type("t-x-d-d").add(CotElement.named("__forcedelete").build());

        assertThat(violatedFields(nothing))
                .containsExactly("detail/link@uid", "detail/link@relation", "detail/link@type");
        assertThat(violatedFields(valid().type("t-x-d-d"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1a", "-a", ".a", "a b", "a<", "a>b", "a\"", ":a", "a:", "a:b:c", "a:1", "\u00d7", "\ud800"})
    void namesAreXmlNames(String name) {
        assertThat(violatedFields(valid().add(CotElement.named(name).build())))
                .containsExactly("detail/" + shown(name));
        assertThat(violatedFields(
                        valid().add(CotElement.named("x").attribute(name, "").build())))
                .containsExactly("detail/x@" + shown(name));
    }

    /** Breaks a random choice of fields and expects to be told exactly those. */
    @Test
    void exactlyTheBrokenFieldsAreNamed() {
        List<Breakage> breakages = List.of(
                new Breakage("event@version", builder -> builder.version("")),
                new Breakage("event@uid", builder -> builder.uid("")),
                new Breakage("event@type", builder -> builder.type("a-")),
                new Breakage("event@how", builder -> builder.how("M-G")),
                new Breakage("event@stale", builder -> builder.stale(TIME.minusSeconds(1))),
                new Breakage("event@access", builder -> builder.access("\u0000")),
                new Breakage("event@caveat", builder -> builder.caveat("\uffff")),
                new Breakage("point@lat", builder -> builder.point(CotPoint.of(-90.5, 0))),
                new Breakage("detail/fileshare@name", builder -> builder.add(without(FILE.toElement(), "name"))),
                new Breakage("detail/remarks", builder -> builder.remarks("\u0008")),
                new Breakage(
                        "detail/track@speed",
                        builder -> builder.add(CotElement.named("track")
                                .attribute("speed", "\udfff")
                                .build())));
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            CotEvent.Builder builder = valid();
            TreeSet<String> broken = new TreeSet<>();
            for (Breakage breakage : breakages) {
                if (random.nextInt(4) == 0) {
                    breakage.apply.accept(builder);
                    broken.add(breakage.field);
                }
            }
            assertThat(new TreeSet<>(violatedFields(builder)))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(broken);
        }
    }

    private record Breakage(String field, Consumer<CotEvent.Builder> apply) {}

    private static CotEvent.Builder valid() {
        return CotEvents.marker("m-1", "Alpha", 48.2, 16.37).time(TIME);
    }

    private static List<String> violatedFields(CotEvent.Builder builder) {
        return EventRules.check(builder.build()).stream().map(Violation::field).toList();
    }

    private static CotElement nested(int levels) {
        CotElement element = CotElement.named("n").build();
        for (int i = 1; i < levels; i++) {
            element = CotElement.named("n").child(element).build();
        }
        return element;
    }

    private static CotElement without(CotElement element, String name) {
        List<CotAttribute> attributes = new ArrayList<>(element.attributes());
        attributes.removeIf(attribute -> attribute.name().equals(name));
        return new CotElement(element.name(), attributes, element.children());
    }

    private static String shown(String name) {
        return Violation.of(name, null, "").field();
    }
}
