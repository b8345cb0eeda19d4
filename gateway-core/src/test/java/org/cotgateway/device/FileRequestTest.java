package org.cotgateway.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cotgateway.event.AckRequest;
import org.cotgateway.event.AckResponse;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.FileShare;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileRequestTest {

    private static final FileShare SHARE =
            new FileShare("p.zip", "http://127.0.0.1:8080/p", 10, "ab", "GW-UID", "GW", "Photo", false);

    @ParameterizedTest
    @ValueSource(strings = {"b-f-t-r", "a-f-G", "t-x-c-t", ""})
    void isTriggeredByTheElementWhateverTheType(String type) {
        CotEvent event = CotEvent.builder()
                .type(type)
                .add(SHARE)
                .add(new AckRequest("ack-1", true, "tag"))
                .build();

        assertThat(FileRequest.from(event)).contains(new FileRequest(SHARE, "ack-1", "tag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"filename", "senderUrl", "sizeInBytes", "sha256", "senderUid", "senderCallsign", "name"})
    void isIgnoredWhenAnAttributeIsMissing(String name) {
        CotElement whole = SHARE.toElement();
        CotElement without = new CotElement(
                whole.name(),
                whole.attributes().stream()
                        .filter(attribute -> !attribute.name().equals(name))
                        .toList(),
                whole.children());

        assertThat(FileRequest.from(CotEvent.builder().add(without).build())).isEmpty();
    }

    @Test
    void onlyTheFirstCountsAndOnlyDirectlyInTheDetail() {
        CotElement broken =
                CotElement.named(FileShare.NAME).attribute("name", "x").build();

        assertThat(FileRequest.from(CotEvent.builder().add(broken).add(SHARE).build()))
                .isEmpty();
        assertThat(FileRequest.from(CotEvent.builder()
                        .add(CotElement.named("x").child(SHARE).build())
                        .build()))
                .isEmpty();
    }

    @Test
    void anAcknowledgementNeverTriggers() {
        CotEvent event = CotEvent.builder()
                .add(SHARE)
                .add(new AckResponse("a", "b", true, null, null, null, null))
                .build();

        assertThat(FileRequest.from(event)).isEmpty();
    }

    @Test
    void withoutAckRequestTheAnswersUidIsEmpty() {
        assertThat(FileRequest.from(CotEvent.builder().add(SHARE).build())).contains(new FileRequest(SHARE, "", null));
        assertThat(FileRequest.from(CotEvent.builder()
                        .add(SHARE)
                        .add(new AckRequest("ack-1", false, null))
                        .build()))
                .contains(new FileRequest(SHARE, "", null));
    }

    @Test
    void anAckRequestWithoutAckRequestedSilencesTheWholeRequest() {
        CotElement half = new CotElement(AckRequest.NAME, List.of(new CotAttribute("uid", "ack-1")), List.of());

        assertThat(FileRequest.from(CotEvent.builder().add(SHARE).add(half).build()))
                .isEmpty();
    }
}
