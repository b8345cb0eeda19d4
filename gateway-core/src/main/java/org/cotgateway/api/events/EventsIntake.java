package org.cotgateway.api.events;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.InstantSource;
import java.util.List;
import org.cotgateway.api.BodyPause;
import org.cotgateway.codec.EventImage;
import org.cotgateway.codec.EventImages;
import org.cotgateway.codec.IntakeReading;
import org.cotgateway.event.CotEvent;
import org.cotgateway.event.Violation;
import org.cotgateway.http.BodyReceiver;
import org.cotgateway.http.Exchange;
import org.cotgateway.hub.PublishOutcome;
import org.cotgateway.hub.Publisher;
import org.cotgateway.json.DocumentFormat;
import org.cotgateway.json.DocumentReaders;
import org.cotgateway.json.EventDocument;
import org.cotgateway.json.EventItems;
import org.cotgateway.metrics.Counter;
import org.cotgateway.metrics.Counters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in one body: each event is published as soon as it is complete, so that memory does not grow with the body. While too
 * much waits in memory the client is not read. Loop-only.
 */
final class EventsIntake implements BodyReceiver, EventItems {

    private static final Logger log = LoggerFactory.getLogger(EventsIntake.class);

    private final Exchange exchange;
    private final PublishRoute.Sink sink;
    private final EventImages images;
    private final Publisher publisher;
    private final Counters counters;
    private final BodyPause pause;
    private final InstantSource clock;
    private final IntakeReport report = new IntakeReport();
    private @Nullable EventDocument document;
    /** Whether an item has come since the last part of the body. */
    private boolean hasItem;
    /** Whether the gateway stops, which has been answered: the rest of the body is not wanted. */
    private boolean stopping;

    EventsIntake(
            Exchange exchange,
            PublishRoute.Sink sink,
            EventImages images,
            Publisher publisher,
            Counters counters,
            BodyPause pause,
            InstantSource clock) {
        this.exchange = exchange;
        this.sink = sink;
        this.images = images;
        this.publisher = publisher;
        this.counters = counters;
        this.pause = pause;
        this.clock = clock;
    }

    void begin(DocumentReaders readers, DocumentFormat format) {
        EventDocument opened = readers.open(format, this);
        document = opened;
        if (exchange.receive(this)) {
            pause.waitForRoom();
        } else {
            opened.close();
        }
    }

    @Override
    public void received(ByteBuf part) {
        if (document != null) {
            document.feed(part);
        }
        if (hasItem) {
            hasItem = false;
            exchange.bodyProgressed();
        }
        if (stopping) {
            close();
        } else {
            pause.waitForRoom();
        }
    }

    @Override
    public void completed() {
        if (document != null) {
            document.end();
        }
        close();
        if (!stopping) {
            report.send(exchange);
        }
    }

    @Override
    public void refused(HttpResponseStatus status, String sentence) {
        failed(sentence);
        report.sendCutOff(exchange, status, sentence);
    }

    @Override
    public void failed(String reason) {
        close();
        log.info("{} ended: {}; {}", publisher, reason, report);
    }

    private void close() {
        if (document != null) {
            document.close();
            document = null;
        }
    }

    @Override
    public boolean xml(ByteBuf event, IntakeReading reading, long index, int line) {
        publish(images.received(event, reading), index, line);
        return true;
    }

    @Override
    public void event(CotEvent event, long index, int line) {
        publish(images.of(event), index, line);
    }

    @Override
    public void rejected(long index, int line, List<Violation> violations) {
        hasItem = true;
        counters.increment(Counter.API_REJECTED);
        report.rejected(index, line, violations);
    }

    @Override
    public void ignored(long index, int line, String field) {
        report.ignored(field);
    }

    private void publish(EventImage image, long index, int line) {
        hasItem = true;
        try {
            if (stopping) {
                return;
            }
            PublishOutcome outcome = sink.publish(image, publisher);
            if (outcome.isAccepted()) {
                report.accepted(outcome, image.summary().staleMs() <= clock.millis());
            } else if (outcome == PublishOutcome.STOPPING) {
                stopping = true;
                report.sendCutOff(exchange, HttpResponseStatus.SERVICE_UNAVAILABLE, PublishRoute.STOPPING);
            } else {
                String type = image.summary().type();
                rejected(index, line, List.of(why(outcome, type)));
            }
        } finally {
            image.release();
        }
    }

    private Violation why(PublishOutcome outcome, String type) {
        return outcome == PublishOutcome.LOOPED
                ? Violation.of("_flow-tags_", images.flowTag(), "must not be there: the event has been here before")
                : Violation.of("type", type, "must not be a control type: those are never passed on");
    }
}
