package org.cotgateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.cotgateway.channel.DropReason;
import org.cotgateway.channel.OfferOutcome;
import org.cotgateway.channel.OutboundEvent;
import org.cotgateway.channel.Receiver;
import org.cotgateway.channel.ReceiverStatus;
import org.cotgateway.channel.Written;
import org.cotgateway.codec.Edition;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.Framing;
import org.cotgateway.codec.WireFormat;
import org.cotgateway.event.CotEvents;
import org.cotgateway.event.EventSummary;
import org.junit.jupiter.api.Test;

class OtherWaysTest {

    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final Receiver east = new Way();
    private final Receiver west = new Way();
    private final OtherWays ways = new OtherWays();

    @Test
    void whatComesByAnotherWayIsKnown() {
        assertThat(ways.hasCome(event("a", 1), east, 0)).isFalse();
        assertThat(ways.hasCome(event("a", 1), west, 5)).isTrue();
        assertThat(ways.hasCome(event("a", 1), null, 5)).isTrue();
        assertThat(ways.hasCome(event("a", 2), west, 6)).isFalse();
        assertThat(ways.hasCome(event("b", 1), west, 6)).isFalse();
    }

    @Test
    void twoUpdatesThatLookTheSameAreTwoByEachWay() {
        assertThat(ways.hasCome(event("a", 1), east, 0)).isFalse();
        assertThat(ways.hasCome(event("a", 1), west, 0)).isTrue();
        assertThat(ways.hasCome(event("a", 1), west, 0)).isFalse();
        assertThat(ways.hasCome(event("a", 1), east, 0)).isTrue();
    }

    @Test
    void itIsForgottenAfterTenSeconds() {
        ways.hasCome(event("a", 1), east, 0);
        assertThat(ways.hasCome(event("a", 1), west, 10_000)).isFalse();
    }

    @Test
    void whatCameByAWayThatEndedMayComeAgain() {
        ways.hasCome(event("a", 1), east, 0);
        ways.hasCome(event("b", 1), west, 0);
        ways.left(east, 1);
        assertThat(ways.hasCome(event("a", 1), new Way(), 1)).isFalse();
        assertThat(ways.hasCome(event("b", 1), new Way(), 1)).isTrue();
        assertThat(ways.hasCome(event("a", 1), west, 1)).as("known anew").isTrue();
    }

    @Test
    void whatIsLeftOfAWayThatEndedIsForgottenAfterTenSeconds() {
        ways.left(east, 0);
        assertThat(ways.hasCome(event("a", 1), east, 10_000)).isFalse();
        assertThat(ways.hasCome(event("a", 1), west, 10_000)).isTrue();
    }

    @Test
    void whatComesAnewOutlivesWhatItWasKnownAsBefore() {
        ways.hasCome(event("a", 1), east, 0);
        ways.hasCome(event("b", 1), west, 1);
        ways.left(east, 2);
        ways.hasCome(event("a", 1), west, 9_000);
        assertThat(ways.hasCome(event("b", 1), new Way(), 10_001)).isFalse();
        assertThat(ways.hasCome(event("a", 1), new Way(), 10_001)).isTrue();
    }

    @Test
    void theOldestMakeRoom() {
        for (int i = 0; i < 100_001; i++) {
            ways.hasCome(event("u-" + i, 1), east, 0);
        }
        assertThat(ways.hasCome(event("u-100000", 1), west, 0)).isTrue();
        assertThat(ways.hasCome(event("u-0", 1), west, 0)).isFalse();
    }

    private static EventSummary event(String uid, long second) {
        return EventSummary.of(CotEvents.marker(uid, uid, 48, 16)
                .time(START.plusSeconds(second))
                .staleAfter(Duration.ofMinutes(1))
                .build());
    }

    /** Only who it is counts. */
    private static final class Way implements Receiver {

        @Override
        public WireFormat format() {
            return WireFormat.xml(Framing.NONE, Edition.SERVER);
        }

        @Override
        public OfferOutcome offer(OutboundEvent event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean takesBatches() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Written writeNow(ByteBuf bytes, List<EventImage> events, int from, int to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void flush() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void dropped(DropReason reason, long events) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ReceiverStatus status() {
            throw new UnsupportedOperationException();
        }
    }
}
