package org.cotgateway.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotgateway.event.Contact;
import org.cotgateway.event.CotDetail;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.CotNode;
import org.cotgateway.event.CotPoint;
import org.cotgateway.event.EventOrder;
import org.cotgateway.event.Remarks;
import org.cotgateway.event.Track;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of sightings. An event is stale two times the interval of its uid after it came, so that one lost report does
 * not take it off the map. The interval is that between the sightings' times, the longest of late: it takes longer ones at
 * once and comes down by a quarter of the difference. Loop-only.
 *
 * <p>A sighting that is late by more than the longest time that events hold is history: its stale time counts from its own.
 */
final class EventMaker {

    /** What was said of a uid last. */
    private static final class Heard {
        private long timeMs;
        private CotPoint point = CotPoint.NOWHERE;
        private long intervalMs;
    }

    private final long firstMs;
    private final long minMs;
    private final long maxMs;
    private final Map<String, Heard> heard;

    EventMaker(StaleSettings stale, int maxTracks) {
        this.firstMs = stale.first().toMillis();
        this.minMs = stale.min().toMillis();
        this.maxMs = stale.max().toMillis();
        this.heard = new LatestMap<>(maxTracks);
    }

    /**
     * The event, or null if the sighting says nothing new: it is older than the last one of its uid, or of the same time, as
     * far as that is known, and place.
     */
    @Nullable
    CotEvent event(Sighting sighting, long arrivalMs) {
        Long said = sighting.timeMs();
        long timeMs = said == null ? arrivalMs : said;
        Heard last = heard.get(sighting.uid());
        long holdMs = firstMs;
        if (last == null) {
            last = new Heard();
            heard.put(sighting.uid(), last);
        } else {
            boolean repeated = said != null
                    && Math.abs(timeMs - last.timeMs) <= sighting.timeErrorMs()
                    && sighting.point().equals(last.point);
            if (repeated || EventOrder.isOlder(timeMs, last.timeMs)) {
                return null;
            }
            learnInterval(last, timeMs - last.timeMs);
            holdMs = last.intervalMs == 0 ? firstMs : Math.max(minMs, Math.min(maxMs, 2 * last.intervalMs));
        }
        last.timeMs = timeMs;
        last.point = sighting.point();
        boolean history = arrivalMs - timeMs > maxMs;
        long fromMs = history ? timeMs : Math.max(timeMs, arrivalMs);
        return event(sighting, timeMs, fromMs + holdMs);
    }

    private void learnInterval(Heard last, long observedMs) {
        if (observedMs > 0) {
            // A thing that was away for hours has not changed its habits.
            long interval = Math.min(observedMs, maxMs);
            last.intervalMs = interval > last.intervalMs ? interval : (3 * last.intervalMs + interval) / 4;
        }
    }

    private static CotEvent event(Sighting sighting, long timeMs, long staleMs) {
        List<CotNode> detail = new ArrayList<>(3);
        if (sighting.callsign() != null) {
            detail.add(Contact.of(sighting.callsign()).toElement());
        }
        if (sighting.course() != null || sighting.speed() != null) {
            detail.add(new Track(sighting.course(), sighting.speed()).toElement());
        }
        if (sighting.remarks() != null) {
            detail.add(Remarks.of(sighting.remarks()).toElement());
        }
        return new CotEvent(
                CotEvent.VERSION,
                sighting.uid(),
                sighting.type(),
                sighting.how(),
                timeMs,
                timeMs,
                staleMs,
                null,
                null,
                null,
                null,
                null,
                sighting.point(),
                detail.isEmpty() ? CotDetail.EMPTY : new CotDetail(detail));
    }
}
