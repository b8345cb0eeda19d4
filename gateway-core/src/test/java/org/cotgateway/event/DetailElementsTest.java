package org.cotgateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DetailElementsTest {

    private static final long SEED = 7;
    private static final Instant TIME = Instant.parse("2026-11-21T10:15:30.250Z");

    static Stream<Arguments> recordsWithEverythingAndWithLittle() {
        return Stream.of(
                read(new Contact("Alpha", "10.0.0.1:4242:tcp", "+43 1"), Contact::from),
                read(new Contact(null, null, null), Contact::from),
                read(new Group("Dark Blue", "K9"), Group::from),
                read(new Group("Cyan", null), Group::from),
                read(new Status(87, true), Status::from),
                read(new Status(null, null), Status::from),
                read(new Takv("Pixel 8", "ATAK-CIV", "34", "5.5.0"), Takv::from),
                read(new Track(359.9999, 12.5), Track::from),
                read(new Track(null, 0.0), Track::from),
                read(new PrecisionLocation("GPS", "DTED0"), PrecisionLocation::from),
                read(new UserIcon("34ae1613/Google/placemark.png"), UserIcon::from),
                read(Color.rgb(0x00ff00), Color::from),
                read(new Color(-1), Color::from),
                read(new Remarks("two\nlines & <tags>", "BAO.F.ATAK.A", "B", TIME), Remarks::from),
                read(Remarks.of(""), Remarks::from),
                read(Link.to("A-1", "a-f-G-U-C"), Link::from),
                read(Link.corner(48.25, -16.5), Link::from),
                read(new Archive(), Archive::from),
                read(new Emergency("911 Alert", false, "Alpha"), Emergency::from),
                read(new Emergency(null, true, "Alpha"), Emergency::from),
                read(
                        new Chat("g", "Group", "A", "m1", Chat.ROOT_GROUP, true, new ChatGroup("g", List.of("a", "b"))),
                        Chat::from),
                read(new Chat("g", "Group", "A", null, null, false, null), Chat::from),
                read(new ChatGroup("g", List.of()), ChatGroup::from),
                read(Marti.toCallsigns("Alpha", Dest.EVERYBODY), Marti::from),
                read(new Marti(List.of(Dest.uid("u"), Dest.group("g"), Dest.mission("m"))), Marti::from),
                read(new Height(2.75), Height::from),
                read(new Sensor(271.5, 45.0, 100.0), Sensor::from),
                read(new Droid("Alpha"), Droid::from),
                read(new FileShare("a.zip", "http://h/a", 12, "ab", "u", "c", "n", true), FileShare::from),
                read(new AckRequest("u", true, "t"), AckRequest::from),
                read(new AckResponse("u", "s", true, "t", "r", "ab", 12L), AckResponse::from));
    }

    @ParameterizedTest
    @MethodSource("recordsWithEverythingAndWithLittle")
    void aRecordReadsBackFromItsElement(DetailElement record, Function<CotElement, Optional<DetailElement>> reader) {
        assertThat(reader.apply(record.toElement())).contains(record);
    }

    @ParameterizedTest
    @MethodSource("recordsWithEverythingAndWithLittle")
    void aRecordReadsTheSameBesideWhatItDoesNotModel(
            DetailElement record, Function<CotElement, Optional<DetailElement>> reader) {
        CotElement plain = record.toElement();
        CotElement.Builder withExtras = CotElement.named(plain.name()).attribute("plugin", "x");
        plain.attributes().forEach(attribute -> withExtras.attribute(attribute.name(), attribute.value()));
        plain.children().forEach(child -> {
            if (child instanceof CotElement element) {
                withExtras.child(element);
            } else if (child instanceof CotText run) {
                withExtras.text(run.text());
            }
        });
        withExtras.child(CotElement.named("plugin").build());

        assertThat(reader.apply(withExtras.build())).contains(record);
    }

    @ParameterizedTest
    @MethodSource("recordsWithEverythingAndWithLittle")
    void anElementWithArbitraryValuesIsReadOrLeftAloneButNeverThrows(
            DetailElement record, Function<CotElement, Optional<DetailElement>> reader) {
        Random random = new Random(SEED);
        List<String> values =
                List.of("", " ", "x", "-1", "1e400", "NaN", "true", "99999999999999999999", "\ud83d\ude00");
        for (int round = 0; round < 200; round++) {
            CotElement.Builder element = CotElement.named(record.toElement().name());
            for (CotAttribute attribute : record.toElement().attributes()) {
                if (random.nextBoolean()) {
                    element.attribute(attribute.name(), values.get(random.nextInt(values.size())));
                }
            }
            Optional<DetailElement> read = reader.apply(element.build());
            read.ifPresent(value -> assertThat(reader.apply(value.toElement()))
                    .as("seed %d", SEED)
                    .isEqualTo(read));
        }
    }

    static Stream<Arguments> elementsThatLackSomething() {
        return Stream.of(
                lacking("<name>", CotElement.named(Group.NAME).attribute("role", "HQ"), Group::from),
                lacking("battery", CotElement.named(Status.NAME).attribute("battery", "87%"), Status::from),
                lacking("battery", CotElement.named(Status.NAME).attribute("battery", "3000000000"), Status::from),
                lacking("course", CotElement.named(Track.NAME).attribute("course", "north"), Track::from),
                lacking("speed", CotElement.named(Track.NAME).attribute("speed", "NaN"), Track::from),
                lacking("path", CotElement.named(UserIcon.NAME), UserIcon::from),
                lacking("argb", CotElement.named(Color.NAME).attribute("argb", "red"), Color::from),
                lacking("id", CotElement.named(ChatGroup.NAME).attribute("uid0", "a"), ChatGroup::from),
                lacking("chatroom", CotElement.named(Chat.NAME).attribute("id", "a"), Chat::from),
                lacking("value", CotElement.named(Height.NAME).attribute("value", "tall"), Height::from),
                lacking("fov", CotElement.named(Sensor.NAME).attribute("fov", "wide"), Sensor::from),
                lacking("Droid", CotElement.named(Droid.NAME), Droid::from),
                lacking("receiver", CotElement.named(Dest.NAME), Dest::from),
                lacking("sha256", CotElement.named(FileShare.NAME).attribute("filename", "a"), FileShare::from),
                lacking("ackrequested", CotElement.named(AckRequest.NAME).attribute("uid", "a"), AckRequest::from),
                lacking("success", CotElement.named(AckResponse.NAME).attribute("uid", "a"), AckResponse::from));
    }

    @ParameterizedTest(name = "{2} without {0}")
    @MethodSource("elementsThatLackSomething")
    void anElementThatLacksWhatTheRecordNeedsIsNotRead(
            String what, Function<CotElement, Optional<?>> reader, CotElement element) {
        assertThat(reader.apply(element)).as(what).isEmpty();
    }

    @Test
    void remarksKeepTheirTextWhenTheirTimeIsNone() {
        CotElement element = CotElement.named(Remarks.NAME)
                .attribute("time", "yesterday")
                .text("seen")
                .build();

        assertThat(Remarks.from(element)).contains(Remarks.of("seen"));
    }

    @Test
    void aDestWithoutAReceiverIsLeftOutOfItsMarti() {
        CotElement element = CotElement.named(Marti.NAME)
                .child(CotElement.named(Dest.NAME).build())
                .child(Dest.callsign("Alpha"))
                .build();

        assertThat(Marti.from(element)).contains(Marti.toCallsigns("Alpha"));
    }

    @Test
    void chatMembersAreReadUpToTheFirstGap() {
        CotElement element = CotElement.named(ChatGroup.NAME)
                .attribute("id", "g")
                .attribute("uid0", "a")
                .attribute("uid2", "c")
                .build();

        assertThat(ChatGroup.from(element)).contains(new ChatGroup("g", List.of("a")));
    }

    @Test
    void numbersAreWrittenWithoutExponentAndTimesWithThreeDigits() {
        assertThat(new Track(1e-5, 1e10).toElement().attribute("course")).isEqualTo("0.00001");
        assertThat(new Track(1e-5, 1e10).toElement().attribute("speed")).isEqualTo("10000000000");
        assertThat(new Color(-1).toElement().attribute("argb")).isEqualTo("-1");
        Instant wholeSecond = Instant.parse("2026-11-21T10:15:30Z");
        assertThat(new Remarks("", null, null, wholeSecond).toElement().attribute("time"))
                .isEqualTo("2026-11-21T10:15:30.000Z");
    }

    private static <T extends DetailElement> Arguments read(T record, Function<CotElement, Optional<T>> reader) {
        return Arguments.of(record, reader);
    }

    private static <T> Arguments lacking(
            String what, CotElement.Builder element, Function<CotElement, Optional<T>> reader) {
        return Arguments.of(what, reader, element.build());
    }
}
