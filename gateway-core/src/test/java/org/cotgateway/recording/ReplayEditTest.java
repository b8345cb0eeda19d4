package org.cotgateway.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.cotgateway.event.CotAttribute;
import org.cotgateway.event.CotElement;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.FlowTags;
import org.cotgateway.event.Link;
import org.cotgateway.event.Marti;
import org.cotgateway.event.Remarks;
import org.junit.jupiter.api.Test;

class ReplayEditTest {

    private static final CotEvent EVENT = CotEvent.builder()
            .uid("u")
            .type("a-f-G")
            .time(Instant.ofEpochMilli(10_000))
            .start(Instant.ofEpochMilli(9_000))
            .stale(Instant.ofEpochMilli(70_000))
            .add(Link.to("parent", "a-f-G"))
            .add(Remarks.of("u"))
            .build();

    @Test
    void newTimesKeepTheirDistance() {
        CotEvent edited = new ReplayEdit(true, "").apply(EVENT, 1_000_000);

        assertThat(edited.timeMs()).isEqualTo(1_000_000);
        assertThat(edited.startMs()).isEqualTo(999_000);
        assertThat(edited.staleMs()).isEqualTo(1_060_000);
        assertThat(edited.uid()).isEqualTo("u");
        assertThat(edited.detail()).isEqualTo(EVENT.detail());
    }

    @Test
    void aPrefixGoesBeforeTheUidAndThoseOfLinks() {
        CotEvent edited = new ReplayEdit(false, "again-").apply(EVENT, 1_000_000);

        assertThat(edited.uid()).isEqualTo("again-u");
        assertThat(edited.detail().element(Link.NAME, Link::from)).contains(Link.to("again-parent", "a-f-G"));
        assertThat(edited.detail().element(Remarks.NAME))
                .isEqualTo(EVENT.detail().element(Remarks.NAME));
        assertThat(edited.timeMs()).isEqualTo(EVENT.timeMs());
    }

    @Test
    void nothingIsChangedUnasked() {
        assertThat(new ReplayEdit(false, "").leaves(EVENT)).isTrue();
        assertThat(new ReplayEdit(true, "").leaves(EVENT)).isFalse();
        assertThat(new ReplayEdit(false, "p").leaves(EVENT)).isFalse();
    }

    @Test
    void whichServersItPassedIsLeftOutAlwaysAndWhomItIsForStays() {
        CotEvent passed = EVENT.toBuilder()
                .add(Marti.toCallsigns("Alpha"))
                .add(() -> new CotElement(FlowTags.NAME, List.of(new CotAttribute("gateway-1", "now")), List.of()))
                .build();

        for (ReplayEdit edit :
                List.of(new ReplayEdit(false, ""), new ReplayEdit(true, ""), new ReplayEdit(false, "p"))) {
            assertThat(edit.leaves(passed)).isFalse();
            CotEvent edited = edit.apply(passed, 1_000_000);
            assertThat(edited.detail().element(FlowTags.NAME)).isEmpty();
            assertThat(edited.detail().element(Marti.NAME)).isPresent();
        }
    }
}
